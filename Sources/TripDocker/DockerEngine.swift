/// The namespace of nothing yet.
