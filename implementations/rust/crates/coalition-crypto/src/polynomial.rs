//! Polynomials over a field, and what their values at some points say of another.

use std::ops::{Add, Mul};

use ff::Field;

/// The value at `x` of the polynomial with these coefficients, the lowest first.
///
/// The coefficients may be points: then the value is the point of the polynomial's value.
pub(crate) fn evaluate<T, F>(coefficients: &[T], x: F, zero: T) -> T
where
    T: Copy + Mul<F, Output = T> + Add<Output = T>,
    F: Copy,
{
    let step = |value, coefficient: &T| value * x + *coefficient;
    coefficients.iter().rev().fold(zero, step)
}

/// The Lagrange coefficients of distinct points (SHARE-5; RFC 9591, section 4.2).
pub(crate) struct Lagrange<F> {
    points: Vec<F>,
    /// Of each point, the inverse of the product of its differences to the others.
    weights: Vec<F>,
}

impl<F: Field> Lagrange<F> {
    /// Panics if a point stands twice.
    pub(crate) fn among(points: Vec<F>) -> Self {
        let weight = |(at, point): (usize, &F)| {
            let others = points.iter().enumerate().filter(|(other, _)| *other != at);
            let product: F = others.map(|(_, other)| *point - *other).product();
            Option::from(product.invert()).expect("the points are distinct")
        };
        let weights = points.iter().enumerate().map(weight).collect();
        Self { points, weights }
    }

    /// What each value is multiplied by in the sum that is the value at `x`.
    pub(crate) fn at(&self, x: F) -> Vec<F> {
        let mut coefficients = self.weights.clone();
        let mut before = F::ONE;
        for (coefficient, point) in coefficients.iter_mut().zip(&self.points) {
            *coefficient *= before;
            before *= x - *point;
        }
        let mut after = F::ONE;
        for (coefficient, point) in coefficients.iter_mut().zip(&self.points).rev() {
            *coefficient *= after;
            after *= x - *point;
        }
        coefficients
    }

    /// The value at `x` of the polynomial that has these values at the points.
    pub(crate) fn value(&self, values: &[F], x: F) -> F {
        let coefficients = self.at(x);
        let terms = coefficients.iter().zip(values);
        terms
            .map(|(coefficient, value)| *coefficient * *value)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use blstrs::Scalar;

    use super::*;

    #[test]
    fn values_say_what_the_others_are() {
        let coefficients = [5, 7, 11].map(Scalar::from);
        let at = |x: u64| evaluate(&coefficients, Scalar::from(x), Scalar::ZERO);
        assert_eq!(at(2), Scalar::from(5 + 14 + 44));
        let lagrange = Lagrange::among([3, 1, 9].map(Scalar::from).to_vec());
        let values = [3, 1, 9].map(at);
        for x in [0, 1, 2, 9, 1000] {
            assert_eq!(lagrange.value(&values, Scalar::from(x)), at(x), "{x}");
        }
    }
}
