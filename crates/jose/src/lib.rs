//! JSON object signing on aws-lc-rs: keys, JWS and JWK sets.
