package hostile

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

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
	case reflect.Uint64:
		for _, v := range []uint64{0, math.MaxUint64} {
			add(fmt.Sprint(v), v)
		}
	case reflect.Map:
		put("nil", func(v reflect.Value) { v.SetZero() })
		put("empty", func(v reflect.Value) { v.Set(reflect.MakeMap(t)) })
		for _, key := range good.MapKeys() {
			for _, bad := range variants(good.MapIndex(key)) {
				put(fmt.Sprintf("[%v] %s", key, bad.name), func(v reflect.Value) {
					changed := reflect.MakeMap(t)
					changed.SetMapIndex(key, bad.value)
					v.Set(changed)
				})
			}
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
