// Package hostile calls functions with arguments that nobody means: not finite, huge, empty, ragged, far too many. Each
// must be answered, or refused with a sentence, within moments and a laptop's memory.
package hostile

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// A Call is a function with arguments that it accepts; those of a variadic function end in a slice.
type Call struct {
	Name string
	Func any
	Args []any
}

const (
	// patience is what a call gets before it counts as an endless loop: a second's work on a machine that is busy.
	patience = 20 * time.Second
	// most is how much a call may allocate in all, in bytes.
	most = 200 << 20
)

// Try makes each call as it is, and with every hostile value in every place of its arguments. It fails the test where the
// good call panics, where a hostile one panics with anything but a sentence that begins with one of the prefixes, such as
// "figure: ", where check finds fault with the results, and where one takes too long or too much memory. Check may be nil.
// It returns how many hostile calls it made, and how many of them were not answered as they must.
func Try(t *testing.T, prefixes []string, check func(results []any) error, calls ...Call) (tries, lost int) {
	t.Helper()
	for _, c := range calls {
		args := make([]reflect.Value, len(c.Args))
		kind := reflect.TypeOf(c.Func)
		for i, a := range c.Args {
			args[i] = reflect.New(kind.In(i)).Elem()
			if a != nil {
				args[i].Set(reflect.ValueOf(a))
			}
		}
		if refusal, _ := c.try(t, "as meant", args, check); refusal != nil {
			t.Errorf("%s panics when called as meant: %v", c.Name, refusal)
			continue
		}
		for i := range args {
			for _, v := range variants(args[i]) {
				bad := slices.Clone(args)
				bad[i] = v.value
				what := fmt.Sprintf("argument %d %s", i, v.name)
				tries++
				refusal, ok := c.try(t, what, bad, check)
				if refusal != nil && !sentence(refusal, prefixes) {
					ok = false
					t.Errorf("%s: %s: it panics with %T %v, want a sentence that begins with one of %q", c.Name, what, refusal, refusal, prefixes)
				}
				if !ok {
					lost++
				}
			}
		}
	}
	return tries, lost
}

func sentence(refusal any, prefixes []string) bool {
	text, ok := refusal.(string)
	return ok && slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(text, p) })
}

// try makes one call and returns what it panics with, and whether nothing else is wrong.
func (c Call) try(t *testing.T, what string, args []reflect.Value, check func([]any) error) (refusal any, ok bool) {
	t.Helper()
	type end struct {
		refusal any
		fault   error
		bytes   uint64
	}
	done := make(chan end, 1)
	go func() {
		var e end
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		func() {
			defer func() { e.refusal = recover() }()
			results := c.call(args)
			if check != nil {
				e.fault = check(results)
			}
		}()
		runtime.ReadMemStats(&after)
		e.bytes = after.TotalAlloc - before.TotalAlloc
		done <- e
	}()
	select {
	case e := <-done:
		if e.fault != nil {
			t.Errorf("%s: %s: %v", c.Name, what, e.fault)
		}
		if e.bytes > most {
			t.Errorf("%s: %s: it takes %d MB, want at most %d", c.Name, what, e.bytes>>20, most>>20)
		}
		return e.refusal, e.fault == nil && e.bytes <= most
	case <-time.After(patience):
		t.Fatalf("%s: %s: no answer after %v", c.Name, what, patience)
		return nil, false
	}
}

func (c Call) call(args []reflect.Value) (results []any) {
	f := reflect.ValueOf(c.Func)
	var out []reflect.Value
	if f.Type().IsVariadic() {
		out = f.CallSlice(args)
	} else {
		out = f.Call(args)
	}
	for _, r := range out {
		results = append(results, r.Interface())
	}
	return results
}

// A variant is a hostile value and what is hostile in it.
type variant struct {
	name  string
	value reflect.Value
}

// variants returns hostile values of a good one's type, with one place of it changed at a time.
func variants(good reflect.Value) (all []variant) {
	t := good.Type()
	add := func(name string, v any) {
		all = append(all, variant{name, reflect.ValueOf(v).Convert(t)})
	}
	put := func(name string, change func(v reflect.Value)) {
		v := reflect.New(t).Elem()
		v.Set(good)
		change(v)
		all = append(all, variant{name, v})
	}
	switch t.Kind() {
	case reflect.Float64:
		for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1.7e308, -1.7e308, 1e307, 5e-324, 0, -1} {
			add(fmt.Sprint(v), v)
		}
	case reflect.Float32:
		for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat32, -math.MaxFloat32, 1e-45, 0, -1} {
			add(fmt.Sprint(v), v)
		}
	case reflect.Int, reflect.Int64:
		for _, v := range []int64{0, -1, math.MaxInt64, math.MinInt64, 1 << 32} {
			add(fmt.Sprint(v), v)
		}
	case reflect.String:
		for _, v := range []string{"", "\x00", "\xff", "a\nb", "../𝒳", strings.Repeat("word ", 20_000)} {
			add(fmt.Sprintf("%.10q", v), v)
		}
	case reflect.Slice:
		put("nil", func(v reflect.Value) { v.SetZero() })
		put("empty", func(v reflect.Value) { v.Set(reflect.MakeSlice(t, 0, 0)) })
		one := reflect.New(t.Elem()).Elem()
		if good.Len() > 0 {
			one = good.Index(good.Len() - 1)
		}
		put("100,000 entries", func(v reflect.Value) {
			many := reflect.MakeSlice(t, 100_000, 100_000)
			for i := range many.Len() {
				many.Index(i).Set(one)
			}
			v.Set(many)
		})
		put("one more", func(v reflect.Value) { v.Set(reflect.Append(v.Slice3(0, v.Len(), v.Len()), one)) })
		for _, bad := range variants(one) {
			for _, place := range slices.Compact([]int{0, good.Len() - 1}) {
				if place < 0 || place >= good.Len() {
					continue
				}
				put(fmt.Sprintf("[%d] %s", place, bad.name), func(v reflect.Value) {
					changed := reflect.MakeSlice(t, v.Len(), v.Len())
					reflect.Copy(changed, v)
					changed.Index(place).Set(bad.value)
					v.Set(changed)
				})
			}
		}
	case reflect.Struct:
		put("zero", func(v reflect.Value) { v.SetZero() })
		for i := range t.NumField() {
			if !t.Field(i).IsExported() {
				continue
			}
			for _, bad := range variants(good.Field(i)) {
				put(t.Field(i).Name+" "+bad.name, func(v reflect.Value) { v.Field(i).Set(bad.value) })
			}
		}
	case reflect.Func:
		put("nil", func(v reflect.Value) { v.SetZero() })
		if t.NumOut() != 1 {
			break
		}
		for _, bad := range variants(reflect.New(t.Out(0)).Elem()) {
			result := bad.value
			put("that returns "+bad.name, func(v reflect.Value) {
				v.Set(reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { return []reflect.Value{result} }))
			})
		}
	}
	return all
}
