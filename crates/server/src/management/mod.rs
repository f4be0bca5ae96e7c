//! The Management API v2, one file per noun. Handlers are thin: who may, parse, ask the noun, project.
