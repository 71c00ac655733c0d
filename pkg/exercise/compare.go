package exercise

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// A wrong is a common mistake, known by the values it leads to.
type wrong[In, Out any] struct {
	name  string
	says  string
	gives func(in In) Out
}

// known are the common mistakes of an exercise, and inputs for which no two of them, nor a solution, lead to the same values.
type known[In, Out any] struct {
	telling []In
	wrongs  []wrong[In, Out]
}

// on returns a check that calls the function once, with in, and hands its value to look.
func on[In, Out any](holds string, in In, look func(in In, out Out) error) check[In, Out] {
	return check[In, Out]{holds, func(call Caller[In, Out]) error {
		out, err := call(in)
		if err != nil {
			return err
		}
		return look(in, out)
	}}
}

// same returns a check that the function's values are those of want for each of the inputs, to a ten-thousandth. Where one is
// not, the inputs that tell known mistakes apart say which it is. noun is what the values are.
func same[In, Out any](holds, noun string, inputs []In, want func(in In) Out, mistakes known[In, Out]) check[In, Out] {
	return check[In, Out]{holds, func(call Caller[In, Out]) error {
		for _, in := range inputs {
			out, err := call(in)
			if err != nil {
				return err
			}
			wanted := want(in)
			if m := shape(out, wanted, noun); m != nil {
				return m
			}
			place, ok := near(out, wanted)
			if ok {
				continue
			}
			if m := mistakes.tell(call, in, out); m != nil {
				return m
			}
			have, should := flatten(out)[place], flatten(wanted)[place]
			return &Mistake{"", fmt.Sprintf("%s is %s, and should be %s%s.",
				noun+at(wanted, place), number(have), number(should), given(in))}
		}
		return nil
	}}
}

// tell returns the known mistake which leads to this value, and to all those of the telling inputs; nil where none does.
func (k known[In, Out]) tell(call Caller[In, Out], in In, out Out) error {
	inputs, outs := []In{in}, []Out{out}
	for _, in := range k.telling {
		out, err := call(in)
		if err != nil {
			return err
		}
		inputs, outs = append(inputs, in), append(outs, out)
	}
	for _, w := range k.wrongs {
		if explains(w, inputs, outs) {
			return &Mistake{w.name, w.says}
		}
	}
	return nil
}

// explains tells whether the mistake leads to all these values.
func explains[In, Out any](w wrong[In, Out], inputs []In, outs []Out) bool {
	for i, in := range inputs {
		gives := w.gives(in)
		if len(flatten(gives)) != len(flatten(outs[i])) {
			return false
		}
		if _, ok := near(outs[i], gives); !ok {
			return false
		}
	}
	return true
}

// near tells whether all numbers of a are those of b to a ten-thousandth, of itself where it is large; else the place of one that
// is not.
func near(a, b any) (place int, ok bool) {
	x, y := flatten(a), flatten(b)
	for i := range x {
		if math.Abs(x[i]-y[i]) > 1e-4*max(1, math.Abs(y[i])) {
			return i, false
		}
	}
	return 0, true
}

// shape returns what is wrong with how many numbers there are in out, in its rows, or in its fields; nil where they are as many as
// in want.
func shape(out, want any, noun string) error {
	o, w := reflect.ValueOf(out), reflect.ValueOf(want)
	if w.Kind() == reflect.Struct {
		for i := range w.NumField() {
			if err := shape(o.Field(i).Interface(), w.Field(i).Interface(), "your "+strings.ToLower(w.Type().Field(i).Name)); err != nil {
				return err
			}
		}
	}
	if w.Kind() != reflect.Slice {
		return nil
	}
	what := "number"
	if w.Type().Elem().Kind() == reflect.Slice {
		what = "row"
	}
	if o.Len() != w.Len() {
		return &Mistake{"", fmt.Sprintf("%s has %s, and should have %d.", noun, count(o.Len(), what), w.Len())}
	}
	for i := range w.Len() {
		if what == "row" && o.Index(i).Len() != w.Index(i).Len() {
			return &Mistake{"", fmt.Sprintf("row %d of %s has %s, and should have %d.",
				i, noun, count(o.Index(i).Len(), "number"), w.Index(i).Len())}
		}
	}
	return nil
}

// flatten returns all numbers in v, row by row.
func flatten(v any) (all []float64) {
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Float32, reflect.Float64:
			all = append(all, v.Float())
		case reflect.Int:
			all = append(all, float64(v.Int()))
		}
	}
	walk(reflect.ValueOf(v))
	return all
}

// finite tells whether all numbers of v are finite, and else which is not, and where.
func finite(v any) (value float64, place string, ok bool) {
	for i, number := range flatten(v) {
		if number-number != 0 {
			return number, at(v, i), false
		}
	}
	return 0, "", true
}

// at returns where among the numbers of v the one in that place is: " in place 2", or " in row 1, place 2".
func at(v any, place int) string {
	value := reflect.ValueOf(v)
	if value.Kind() == reflect.Struct {
		field := 0
		for place >= value.Field(field).Len() {
			place -= value.Field(field).Len()
			field++
		}
		return fmt.Sprintf(", the %s, in place %d", strings.ToLower(value.Type().Field(field).Name), place)
	}
	if value.Kind() != reflect.Slice {
		return ""
	}
	if value.Type().Elem().Kind() != reflect.Slice {
		return fmt.Sprintf(" in place %d", place)
	}
	row := 0
	for place >= value.Index(row).Len() {
		place -= value.Index(row).Len()
		row++
	}
	return fmt.Sprintf(" in row %d, place %d", row, place)
}

// given returns the input in words where it is short enough to compute by hand.
func given(in any) string {
	text := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%+v", in), "{"), "}")
	if len(text) > 60 {
		return ""
	}
	return " for " + text
}

// number returns a number with the digits that a reader needs.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }

// count returns "1 number" or "3 numbers".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
