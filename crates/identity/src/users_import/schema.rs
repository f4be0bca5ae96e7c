//! What a user in an import file may say.

use std::sync::LazyLock;

use ostia_protocol::auth0::schema::{Format, Schema};

/// The digests that keyed hashes may name.
const DIGESTS: &[&str] = &["md4", "md5", "sha1", "sha224", "sha256", "sha384", "sha512"];
const ENCODINGS: &[&str] = &["base64", "hex", "utf8"];

/// One user.
pub(super) static USER: LazyLock<Schema> = LazyLock::new(|| {
    let text = |longest| Schema::string().min_length(1).max_length(longest);
    Schema::object()
        .member("email", Schema::formatted(Format::Email))
        .member("email_verified", Schema::boolean())
        .member(
            "user_id",
            Schema::string()
                .min_length(1)
                .max_length(255)
                .pattern(r"^\S*$"),
        )
        .member("username", text(128))
        .member("phone_number", Schema::string().pattern(r"^\+[0-9]{1,15}$"))
        .member("phone_verified", Schema::boolean())
        .member("given_name", text(150))
        .member("family_name", text(150))
        .member("name", text(300))
        .member("nickname", text(300))
        .member("picture", Schema::formatted(Format::StrictUri))
        .member("blocked", Schema::boolean())
        .member(
            "password_hash",
            Schema::string().min_length(1).max_length(1_000),
        )
        .member("custom_password_hash", hash())
        .member("app_metadata", Schema::object().open())
        .member("user_metadata", Schema::object().open())
        .member(
            "mfa_factors",
            Schema::array(factor()).min_items(1).max_items(10),
        )
});

fn hash() -> Schema {
    let value = || Schema::string().min_length(1).max_length(4_096);
    let encoding = || Schema::enumeration(ENCODINGS);
    let key = Schema::object()
        .required_member("value", value())
        .member("encoding", encoding());
    let hash = Schema::object()
        .required_member("value", value())
        .member("encoding", encoding())
        .member("digest", Schema::enumeration(DIGESTS))
        .member("key", key);
    let salt = Schema::object()
        .required_member("value", Schema::string().max_length(4_096))
        .member("encoding", encoding())
        .member("position", Schema::enumeration(&["prefix", "suffix"]));
    let password = Schema::object().member(
        "encoding",
        Schema::enumeration(&["ascii", "utf8", "utf16le", "ucs2", "latin1", "binary"]),
    );
    let number = || Schema::integer().minimum(1);
    Schema::object()
        .required_member(
            "algorithm",
            Schema::enumeration(&[
                "argon2", "bcrypt", "hmac", "ldap", "md4", "md5", "sha1", "sha256", "sha512",
                "pbkdf2", "scrypt",
            ]),
        )
        .required_member("hash", hash)
        .member("salt", salt)
        .member("password", password)
        .member("keylen", number())
        .member("cost", number())
        .member("blockSize", number())
        .member("parallelization", number())
}

fn factor() -> Schema {
    let one = |member: &'static str, value: Schema| Schema::object().required_member(member, value);
    Schema::object()
        .member(
            "totp",
            one("secret", Schema::string().pattern("^[A-Z2-7]+$")),
        )
        .member(
            "phone",
            one("value", Schema::string().pattern(r"^\+[0-9]{1,15}$")),
        )
        .member("email", one("value", Schema::formatted(Format::Email)))
        .min_properties(1)
        .max_properties(1)
}
