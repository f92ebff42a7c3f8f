//! The limits of scripts, explicit because rhai's own differ between debug and release builds.

use rhai::Engine;

/// Operations after which a script is stopped unless its host says otherwise: seconds of work, for nothing but loops.
pub const OPERATIONS: u64 = 200_000_000;
/// Nested calls.
const CALL_LEVELS: usize = 64;
/// Nesting of expressions; a literal or block level costs three.
const EXPRESSION_DEPTH: usize = 128;
/// Bytes of a string: a policy file of the largest accepted size fits.
const STRING_SIZE: usize = 16 << 20;
/// Elements of an array.
const ARRAY_SIZE: usize = 1_000_000;
/// Entries of a map.
const MAP_SIZE: usize = 100_000;
/// Variables in scope.
const VARIABLES: usize = 10_000;
/// Functions of a script.
const FUNCTIONS: usize = 10_000;
/// Modules of a script.
const MODULES: usize = 1_000;

/// Sets every limit of an engine but that of its operations.
pub fn set(engine: &mut Engine) {
    engine
        .set_max_call_levels(CALL_LEVELS)
        .set_max_expr_depths(EXPRESSION_DEPTH, EXPRESSION_DEPTH)
        .set_max_string_size(STRING_SIZE)
        .set_max_array_size(ARRAY_SIZE)
        .set_max_map_size(MAP_SIZE)
        .set_max_variables(VARIABLES)
        .set_max_functions(FUNCTIONS)
        .set_max_modules(MODULES);
}
