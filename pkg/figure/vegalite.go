package figure

import (
	"fmt"
	"math"

	"latentlab/pkg/figure/paint"
)

// Vega-Lite specifications are made of these two and of strings, numbers and booleans, which is also all that GoNB's
// kernel decodes.
type (
	object = map[string]any
	list   = []any
)

// vegaLite returns the interactive scatter as a Vega-Lite 5 specification, or nil for other figures.
func (p Picture) vegaLite() object {
	c, ok := p.body.(chart)
	if !ok || c.pointed == nil {
		return nil
	}
	colors, shapes, labels := list{}, list{}, list{}
	for _, label := range c.classes {
		color := paint.ClassColor(label)
		colors = append(colors, fmt.Sprintf("#%02x%02x%02x", color.R, color.G, color.B))
		shapes = append(shapes, paint.ClassMarker(label).SVG())
		labels = append(labels, fmt.Sprint(label))
	}
	values := list{}
	for i, code := range c.pointed.z {
		values = append(values, object{
			"x": rounded(code[0]), "y": rounded(code[1]), "digit": fmt.Sprint(c.pointed.labels[i]),
			"z": numbers(code), "image": c.pointed.images[i],
		})
	}
	radius, opacity := pointLook(len(values))
	// Vega measures the square around a marker; a little larger than on paper it is easier to point at.
	area := math.Pow(2*1.25*radius.Points(), 2)
	const width = 480
	height := width * planeAspect
	if c.aspect > 0 {
		height = width * c.aspect
	}
	return object{
		"$schema":    "https://vega.github.io/schema/vega-lite/v5.json",
		"title":      object{"text": p.title, "subtitle": p.caption, "anchor": "start"},
		"width":      width,
		"height":     math.Round(height),
		"background": "white",
		"data":       object{"values": values},
		"params": list{
			object{"name": "picked", "select": object{"type": "point", "fields": list{"digit"}}, "bind": "legend"},
			object{"name": "zoom", "select": "interval", "bind": "scales"},
		},
		"mark": object{"type": "point", "filled": true, "size": area, "stroke": "white", "strokeWidth": 0.5},
		"encoding": object{
			"x": c.x.vegaLite("x"),
			"y": c.y.vegaLite("y"),
			"color": object{"field": "digit", "type": "nominal", "title": classHeading,
				"scale": object{"domain": labels, "range": colors}},
			"shape": object{"field": "digit", "type": "nominal", "title": classHeading,
				"scale": object{"domain": labels, "range": shapes}},
			"opacity": object{"condition": object{"param": "picked", "value": opacity}, "value": 0.08},
			// vega-tooltip shows the field called image as a picture.
			"tooltip": list{object{"field": "image"}, object{"field": "digit"}, object{"field": "z"}},
		},
		"config": object{
			"font":   "Liberation Sans, Arial, Helvetica, sans-serif",
			"title":  object{"fontSize": paint.TitleSize, "subtitleFontSize": paint.CaptionSize, "subtitleColor": "#5c5c5c"},
			"axis":   object{"labelFontSize": paint.TickSize, "titleFontSize": paint.LabelSize, "titleFontWeight": "normal", "gridColor": "#e2e2e2"},
			"legend": object{"labelFontSize": paint.LabelSize, "titleFontSize": paint.TickSize, "titleFontWeight": "normal", "symbolSize": 120, "symbolStrokeWidth": 0},
			"view":   object{"stroke": "transparent"},
		},
	}
}

// vegaLite returns the encoding of an axis.
func (a axis) vegaLite(field string) object {
	return object{"field": field, "type": "quantitative", "title": a.label,
		"scale": object{"domain": list{a.min, a.max}, "nice": false}, "axis": object{"tickCount": 6}}
}

// rounded keeps three decimals, more than a screen shows.
func rounded(v float32) float64 { return math.Round(1000*float64(v)) / 1000 }
