//! Matrices of three rows and columns, in double precision.

#![forbid(unsafe_code)]

/// Rows of a matrix.
pub type Matrix = [[f64; 3]; 3];

/// The matrix that turns linear red, green and blue of these chromaticities into X, Y and Z, white having Y = 1; None
/// if they do not span a space.
pub fn rgb_to_xyz(primaries: [[f64; 2]; 3], white: [f64; 2]) -> Option<Matrix> {
    // Columns: red, green and blue, so that all three together give white.
    let directions = transpose(primaries.map(xyz_of));
    let amounts = apply(&inverse(&directions)?, xyz_of(white));
    let matrix = directions.map(|row| [0, 1, 2].map(|column| row[column] * amounts[column]));
    matrix.as_flattened().iter().all(|value| value.is_finite()).then_some(matrix)
}

/// X, Y and Z of a chromaticity at Y = 1.
pub fn xyz_of([x, y]: [f64; 2]) -> [f64; 3] {
    [x / y, 1.0, (1.0 - x - y) / y]
}

/// `matrix` times a column.
pub fn apply(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// `a` times `b`.
pub fn product(a: &Matrix, b: &Matrix) -> Matrix {
    transpose(transpose(*b).map(|column| apply(a, column)))
}

/// Rows become columns.
pub fn transpose(matrix: Matrix) -> Matrix {
    [0, 1, 2].map(|column| matrix.map(|row| row[column]))
}

/// None for a singular matrix, and for one that holds something that is no number.
pub fn inverse(m: &Matrix) -> Option<Matrix> {
    let cofactor = |row: usize, column: usize| {
        let ([r0, r1], [c0, c1]) = ([(row + 1) % 3, (row + 2) % 3], [(column + 1) % 3, (column + 2) % 3]);
        m[r0][c0] * m[r1][c1] - m[r0][c1] * m[r1][c0]
    };
    let determinant: f64 = (0..3).map(|column| m[0][column] * cofactor(0, column)).sum();
    if !determinant.is_normal() || determinant.abs() < 1e-9 {
        return None;
    }
    Some([0, 1, 2].map(|row| [0, 1, 2].map(|column| cofactor(column, row) / determinant)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_inverse_is_the_identity() {
        let matrix = [[2.0, 1.0, 0.5], [0.0, 3.0, 1.0], [1.0, -1.0, 4.0]];
        let identity = product(&matrix, &inverse(&matrix).unwrap());
        for (row, values) in identity.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                assert!((value - if row == column { 1.0 } else { 0.0 }).abs() < 1e-12);
            }
        }
        assert_eq!(inverse(&[[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [0.0, 1.0, 0.0]]), None);
        assert_eq!(inverse(&[[f64::NAN; 3]; 3]), None);
    }
}
