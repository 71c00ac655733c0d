package digits

// A glyph is the skeleton of a digit on a grid 10 wide and 14 high, y down: strokes, each a line through its knots,
// smooth but for the corners, where the pen turns sharply. A knot has two places, one in a stiff hand (curvature 0) and
// one in a round hand (curvature 1).
type (
	glyph  []stroke
	stroke []knot
	knot   struct {
		stiff, round point
		corner       bool
	}
)

// smooth returns the knot at x, y in a stiff hand and at rx, ry in a round one.
func smooth(x, y, rx, ry float64) knot { return knot{stiff: point{x, y}, round: point{rx, ry}} }

// corner returns such a knot where the pen turns sharply.
func corner(x, y, rx, ry float64) knot {
	return knot{stiff: point{x, y}, round: point{rx, ry}, corner: true}
}

// glyphs are the ten digits as a hand writes them.
var glyphs = [10]glyph{
	{{
		smooth(5.6, 0.2, 6.8, 0.6), smooth(3.4, 1.4, 2.6, 0.6), smooth(2, 6, -0.4, 6), smooth(2.8, 12.4, 1.6, 12.8),
		smooth(5, 14, 5.4, 14), smooth(7.2, 12, 9.6, 11.6), smooth(8, 6, 10.4, 5.2), smooth(6.8, 1.4, 7.4, 0.8),
		smooth(5, 0, 4.4, 0),
	}},
	{{
		smooth(5, 0.2, 3.6, 2.2), corner(5, 0, 5.4, 0),
		smooth(5, 5, 5.7, 5), smooth(5, 10, 4.9, 10), smooth(5, 14, 5.2, 14),
	}},
	{{
		smooth(1.8, 2.6, 0.2, 4.2), smooth(3, 0.8, 1.4, 1.2), smooth(5, 0, 4.6, 0), smooth(7.4, 1, 8.6, 1.4),
		smooth(7.6, 3.8, 9.2, 5), smooth(5.4, 8, 6.6, 9.4), corner(1, 13.8, 2.2, 13.4),
		smooth(1.3, 13.8, 0.4, 12.6), smooth(2, 13.8, 2.4, 11.6), smooth(5, 13.8, 6, 13.4),
		smooth(8.8, 13.8, 10.6, 12.8),
	}},
	{{
		smooth(1.8, 0.4, 0.6, 2.6), smooth(4.6, 0, 4.4, 0), smooth(7.6, 1.4, 8.8, 1.8), smooth(6.8, 4.4, 7.8, 5.2),
		corner(3.6, 6.2, 3.6, 6.6),
		smooth(7, 7.4, 8.2, 7.4), smooth(8, 10, 10, 10.4), smooth(6.6, 13, 6.6, 13.8), smooth(4, 14, 2.6, 14),
		smooth(1.4, 13.2, -0.4, 11.6),
	}},
	{
		{
			smooth(3.6, 0.2, 1, 0.8), smooth(2.2, 4.4, 0.6, 4.4), corner(0.6, 8.6, 1, 7.6),
			smooth(1.6, 8.6, 2.4, 8.8), smooth(5, 8.6, 6, 8.2), smooth(9.4, 8.4, 9.4, 6.2),
		},
		{smooth(6.6, 0, 9.4, 0), smooth(6.6, 5, 8.8, 4.6), smooth(6.6, 9, 7.8, 9.4), smooth(6.6, 14, 7, 14)},
	},
	{{
		smooth(8.4, 0.2, 10.4, 0.4), smooth(6, 0.2, 7, 0), corner(2.8, 0.3, 3.6, 0.8),
		smooth(2.5, 3, 2.4, 3.4), corner(2.2, 6, 1.6, 6),
		smooth(4.8, 5.4, 5.2, 4.6), smooth(7.4, 6.8, 9.2, 6.8), smooth(7.8, 10.2, 9.4, 10.8),
		smooth(5.8, 13.2, 6.2, 13.7), smooth(3.4, 14, 2.8, 14), smooth(1.4, 13.4, -0.4, 12.2),
	}},
	{{
		smooth(6.2, 0, 9, 0.8), smooth(4, 3.6, 4, 2.4), smooth(2.2, 8, 0.4, 7.6), smooth(2.2, 12.2, 1, 12.4),
		smooth(4.2, 14, 4.8, 14), smooth(6.6, 12.8, 9.4, 12), smooth(7, 10, 9, 8.4), smooth(5, 8.4, 5.4, 7.2),
		smooth(2.6, 10.2, 1.6, 10.4),
	}},
	{{
		smooth(1.4, 0.6, -0.2, 2.8), smooth(4, 0.5, 2.6, 0.4), corner(8.4, 0.4, 9.8, 0.8),
		smooth(7, 4.8, 7, 5), smooth(5.4, 9.4, 5, 9.2), smooth(4, 14, 4.8, 14),
	}},
	{{
		smooth(7, 1.8, 9, 2.2), smooth(5, 0, 5.4, 0), smooth(3, 1.8, 1.4, 2.2), smooth(3.6, 5, 3.2, 5.6),
		smooth(6.2, 8.2, 7.8, 8.4), smooth(7.2, 11.4, 9.2, 11.4), smooth(5, 14, 5.2, 14),
		smooth(2.8, 11.6, 0.6, 11.8), smooth(3.8, 8.6, 2.6, 8.6), smooth(6.4, 5.2, 7.2, 5.4),
		smooth(7.2, 2.4, 9.4, 2.4), smooth(6, 0.4, 7, 0.4),
	}},
	{{
		smooth(7.2, 2.4, 8.6, 2.4), smooth(5, 0.2, 5.4, 0), smooth(2.8, 2.4, 0.8, 2.4), smooth(2.6, 5.4, 0.8, 5.8),
		smooth(4.6, 6.6, 4.4, 7.6), smooth(6.8, 4.4, 8, 5), corner(7.2, 1.6, 8.8, 1.2),
		smooth(7.1, 6, 9, 6), smooth(6.8, 10, 8, 11), smooth(6.4, 14, 3.4, 14),
	}},
}
