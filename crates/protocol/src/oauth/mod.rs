//! OAuth 2: the vocabulary of RFC 6749 and its companions.
