//! Matrix products on packed panels.
