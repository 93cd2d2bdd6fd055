//! Medians, percentiles and how far repetitions lie apart. Pure.

/// The value below which this part of the samples lies (nearest rank); 0 of none.
pub(crate) fn percentile(samples: &[f64], part: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a rank among some thousand samples"
    )]
    let rank = (part.clamp(0.0, 1.0) * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// The middle; the mean of the two in the middle of an even number.
pub(crate) fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.len() % 2, sorted.get(middle)) {
        (_, None) => 0.0,
        (1, Some(one)) => *one,
        (_, Some(upper)) => f64::midpoint(sorted[middle - 1], *upper),
    }
}

/// How far repetitions lie apart: largest less smallest, in percent of their median.
pub(crate) fn spread_percent(samples: &[f64]) -> f64 {
    let median = median(samples);
    if median == 0.0 {
        return 0.0;
    }
    let largest = samples.iter().copied().fold(f64::MIN, f64::max);
    let smallest = samples.iter().copied().fold(f64::MAX, f64::min);
    (largest - smallest) / median * 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples() {
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(percentile(&hundred, 0.5), 50.0);
        assert_eq!(percentile(&hundred, 0.99), 99.0);
        assert_eq!(percentile(&hundred, 1.0), 100.0);
        assert_eq!(percentile(&[7.0], 0.99), 7.0);
        assert_eq!(percentile(&[], 0.5), 0.0);
    }

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median(&[]), 0.0);
    }

    #[test]
    fn the_spread_is_of_the_median() {
        assert_eq!(spread_percent(&[90.0, 100.0, 110.0]), 20.0);
        assert_eq!(spread_percent(&[5.0]), 0.0);
        assert_eq!(spread_percent(&[]), 0.0);
    }
}
