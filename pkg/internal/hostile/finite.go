package hostile

import (
	"fmt"
	"math"
	"reflect"
)

// Finite finds numbers that are not finite in results, wherever they lie. With an error, the other results do not count.
func Finite(results []any) error {
	for _, r := range results {
		if err, ok := r.(error); ok && err != nil {
			return nil
		}
	}
	for _, r := range results {
		if at := notFinite(reflect.ValueOf(r), deepest); at != "" {
			return fmt.Errorf("the answer holds %s", at)
		}
	}
	return nil
}

// deepest is how far down Finite looks, for what holds itself.
const deepest = 20

// notFinite says what in v is not finite, and where; "" for nothing.
func notFinite(v reflect.Value, depth int) string {
	if depth == 0 {
		return ""
	}
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Sprint(f)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if bad := notFinite(v.Index(i), depth-1); bad != "" {
				return fmt.Sprintf("%s in place %d", bad, i)
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if bad := notFinite(v.MapIndex(key), depth-1); bad != "" {
				return fmt.Sprintf("%s at %v", bad, key)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if bad := notFinite(v.Field(i), depth-1); bad != "" {
				return fmt.Sprintf("%s in %s", bad, v.Type().Field(i).Name)
			}
		}
	case reflect.Pointer, reflect.Interface:
		return notFinite(v.Elem(), depth-1)
	}
	return ""
}
