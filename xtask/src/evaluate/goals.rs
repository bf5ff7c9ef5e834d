//! What other converters find of the truth, and what we want to find: F1, the median over the truths.
//!
//! Peers: postman2openapi 1.2.1 and postman-to-openapi 3.0.1, measured with the same scorer on the same truths. Where a
//! converter gives no usable document at all there is no figure.

/// A figure of the scorer, by variant of the collections: made of schemas, made of examples.
pub(super) struct Goal {
    /// Its name.
    pub(super) figure: &'static str,
    /// postman2openapi.
    pub(super) p2o: [Option<f64>; 2],
    /// postman-to-openapi.
    pub(super) pto: [Option<f64>; 2],
    /// Ours, at least.
    pub(super) goal: [f64; 2],
}

const fn goal(figure: &'static str, p2o: [f64; 2], pto: [f64; 2], goal: [f64; 2]) -> Goal {
    Goal {
        figure,
        p2o: [Some(p2o[0]), Some(p2o[1])],
        pto: [Some(pto[0]), Some(pto[1])],
        goal,
    }
}

/// The figures that have a goal. The scorer has more; what a body requires cannot be known from what the collections hold.
pub(super) const GOALS: [Goal; 16] = [
    goal("operations", [1.0, 1.0], [1.0, 1.0], [1.0, 1.0]),
    goal("parameters", [1.0, 1.0], [1.0, 1.0], [1.0, 1.0]),
    goal("param_types", [0.789, 0.789], [0.834, 0.973], [0.98, 0.98]),
    goal("param_required", [0.0, 0.0], [0.0, 0.0], [0.98, 0.98]),
    goal("param_enum", [0.0, 0.0], [0.0, 0.0], [0.90, 0.90]),
    goal("param_format", [0.0, 0.0], [0.0, 0.0], [0.80, 0.80]),
    Goal {
        figure: "media",
        p2o: [Some(0.55), Some(0.55)],
        pto: [None, Some(0.994)],
        goal: [0.99, 0.99],
    },
    Goal {
        figure: "statuses",
        p2o: [Some(0.999), Some(0.999)],
        pto: [None, Some(1.0)],
        goal: [1.0, 1.0],
    },
    goal("paths", [0.985, 0.989], [0.094, 0.177], [0.995, 0.995]),
    goal("types", [0.764, 0.877], [0.0, 0.0], [0.98, 0.95]),
    goal("types_loose", [0.776, 0.983], [0.0, 0.0], [0.99, 0.99]),
    goal("format", [0.0, 0.0], [0.0, 0.0], [0.90, 0.85]),
    goal("nullable", [0.004, 0.225], [0.0, 0.0], [0.50, 0.50]),
    goal("enum", [0.0, 0.0], [0.0, 0.0], [0.50, 0.30]),
    goal("maps", [0.0, 0.0], [0.0, 0.0], [0.90, 0.45]),
    goal("sharing", [0.0, 0.0], [0.0, 0.0], [0.60, 0.60]),
];
