use super::MlpConfig;
use crate::graph::Shape;

/// LeNet-300-100 (LeCun et al. 1998): two hidden layers of `300·width` and `100·width` units. The network of
/// the tables of Han et al. 2015 and 2016: 266,610 parameters for 28×28 grey images in 10 classes.
pub(super) fn lenet_300_100(input: Shape, classes: usize, width: f32) -> MlpConfig {
    MlpConfig { input, hidden: vec![super::scaled(300, width), super::scaled(100, width)], classes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::cost::cost;

    #[test]
    fn has_the_papers_parameters() {
        let graph = lenet_300_100(Shape::new(28, 28, 1), 10, 1.0).build().unwrap();
        assert_eq!(cost(&graph).params.value, 266_610.0);
    }
}
