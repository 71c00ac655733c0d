// Package figure draws what the lecture shows: galleries of digits, latent distributions, curves, maps, walks.
//
// A constructor such as [Scatter] returns a [Picture], its methods add a title, a caption and axis labels, and [Show]
// puts it into the notebook:
//
//	figure.Show("08-latent-distribution", figure.Scatter(z, x.Test.Labels).Caption("MNIST 1, 5, 6 · seed 1"))
//
// Errors: a Picture made from data that cannot be drawn carries its error, so that such a line stays one line.
// [Picture.Err] returns it, as do Image, PNG, SVG and GIF; Show ends the cell with it.
//
// Digits are drawn in black ink on white paper everywhere: a pixel of 0 is paper and 1 is ink (values outside are cut
// off there), so that images need no frame on a white page and half a ghost looks like half the ink.
//
// The same input gives the same picture to the byte.
package figure

import (
	"errors"
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Picture is a figure with its title and caption. Its methods return a changed copy.
type Picture struct {
	title, caption string
	body           body
	err            error
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

// failed returns the Picture of a kind, such as "scatter", that could not be made.
func failed(kind string, err error) Picture {
	return Picture{err: fmt.Errorf("figure: %s: %w", kind, err)}
}

// Err returns what kept the Picture from being drawn, or nil. The zero Picture shows nothing and has an error too.
func (p Picture) Err() error {
	if p.err == nil && p.body == nil {
		return errors.New("figure: an empty Picture: make one with Scatter, Gallery or another constructor")
	}
	return p.err
}

// Title puts one line in bold above the figure. It fails where the font lacks a character.
func (p Picture) Title(text string) Picture {
	p.title = text
	return p.must(drawable(text))
}

// Caption puts small text below the figure: the digits, the seed, whatever makes it possible to draw it again. It
// fails where the font lacks a character.
func (p Picture) Caption(text string) Picture {
	p.caption = text
	return p.must(drawable(text))
}

// Axes labels the axes, with the unit where there is one: "test error (squared error per pixel)". It fails on a figure
// without axes.
func (p Picture) Axes(x, y string) Picture {
	for _, text := range []string{x, y} {
		p = p.must(drawable(text))
	}
	return p.onChart("Axes", func(c *chart) error {
		c.x.label, c.y.label = x, y
		return nil
	})
}

// LogX makes the horizontal axis logarithmic. It fails on a figure without axes and on values that are not positive.
func (p Picture) LogX() Picture {
	return p.onChart("LogX", func(c *chart) error { return c.x.useLog("x") })
}

// LogY makes the vertical axis logarithmic. It fails on a figure without axes and on values that are not positive.
func (p Picture) LogY() Picture {
	return p.onChart("LogY", func(c *chart) error { return c.y.useLog("y") })
}

// onChart returns p with change made to a copy of its chart.
func (p Picture) onChart(method string, change func(*chart) error) Picture {
	if p.err != nil {
		return p
	}
	c, ok := p.body.(chart)
	if !ok {
		return p.must(fmt.Errorf("%s: this figure has no axes", method))
	}
	if err := change(&c); err != nil {
		return p.must(fmt.Errorf("%s: %w", method, err))
	}
	p.body = c
	return p
}

// must returns p, with the error unless it has one already.
func (p Picture) must(err error) Picture {
	if p.err == nil && err != nil {
		p.err = fmt.Errorf("figure: %w", err)
	}
	return p
}
