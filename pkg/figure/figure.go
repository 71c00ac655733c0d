// Package figure draws what the lecture shows: galleries of digits, latent distributions, curves, maps, walks.
//
// A constructor such as [Scatter] returns a [Picture], its methods add a title, a caption and axis labels, and [Show]
// puts it into the notebook:
//
//	err := figure.Show("08-latent-distribution", figure.Scatter(z, x.Test.Labels).Caption("MNIST 1, 5, 6 · seed 1"))
//
// A wrong argument panics, with a sentence that says what is wrong with it: numbers that are not finite, lengths that
// differ, text that the font cannot write, and more of anything than a figure can show. So every Picture there is can be
// drawn, and only what writes it returns an error.
//
// Digits are drawn in black ink on white paper everywhere: a pixel of 0 is paper and 1 is ink (values outside are cut
// off there), so that images need no frame on a white page and half a ghost looks like half the ink.
//
// The same input gives the same picture to the byte. What figures are drawn with is in package paint below this one.
package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Picture is a figure with its title and caption. Its methods return a changed copy. The zero Picture shows nothing: its
// methods panic.
type Picture struct {
	title, caption string
	body           body
}

// A body is what a Picture shows between its title and its caption.
type body interface {
	// size returns the room that the body needs, in points.
	size() vg.Point
	// draw fills a canvas of that size.
	draw(c draw.Canvas)
	// alt says in words what it shows.
	alt() string
}

// made returns the Picture of a body that what has made. It panics where that would be too large.
func made(what string, b body) Picture { return Picture{body: b}.sized(what) }

// sized returns p, and panics where it is too large to draw.
func (p Picture) sized(what string) Picture {
	p.mustExist(what)
	checkSize(what, p.size())
	return p
}

// mustExist panics on the zero Picture.
func (p Picture) mustExist(what string) {
	if p.body == nil {
		wrong(what, "an empty Picture: make one with Scatter, Gallery or another constructor")
	}
}

// Title puts one line in bold above the figure. It panics where the font lacks a character, and where the text is too
// long.
func (p Picture) Title(text string) Picture {
	checkLine("Title", text)
	p.title = text
	return p.sized("Title")
}

// Caption puts small text below the figure: the digits, the seed, whatever makes it possible to draw it again. It panics
// where the font lacks a character, and where the text is too long.
func (p Picture) Caption(text string) Picture {
	checkText("Caption", text)
	p.caption = text
	return p.sized("Caption")
}

// Axes labels the axes, with the unit where there is one: "test error (squared error per pixel)". It panics on a figure
// without axes, and where the font lacks a character.
func (p Picture) Axes(x, y string) Picture {
	checkLine("Axes", x)
	checkLine("Axes", y)
	return p.onChart("Axes", func(c *chart) { c.x.label, c.y.label = x, y })
}

// LogX makes the horizontal axis logarithmic. It panics on a figure without axes, on values that are not positive, and
// where an image lies along the axis.
func (p Picture) LogX() Picture { return p.onChart("LogX", func(c *chart) { c.x.useLog("LogX", "x") }) }

// LogY makes the vertical axis logarithmic. It panics as LogX does.
func (p Picture) LogY() Picture { return p.onChart("LogY", func(c *chart) { c.y.useLog("LogY", "y") }) }

// onChart returns p with change made to a copy of its chart.
func (p Picture) onChart(method string, change func(*chart)) Picture {
	p.mustExist(method)
	c, ok := p.body.(chart)
	if !ok {
		wrong(method, "this figure has no axes")
	}
	change(&c)
	p.body = c
	return p.sized(method)
}
