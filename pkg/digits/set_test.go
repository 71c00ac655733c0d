package digits

import (
	"slices"
	"testing"
)

// numbered returns a set of n images whose first pixel, label and factor are the place, the place modulo 10, and the
// place.
func numbered(n int) (s Set) {
	for i := range n {
		s.Images = append(s.Images, []float32{float32(i)})
		s.Labels = append(s.Labels, i%10)
		s.Factors = append(s.Factors, []float32{float32(i)})
	}
	return s
}

// places returns where the images were in numbered, and fails where labels or factors have not gone along.
func places(t *testing.T, s Set) []int {
	t.Helper()
	at := make([]int, s.Len())
	for i, image := range s.Images {
		at[i] = int(image[0])
		if s.Labels[i] != at[i]%10 || s.Factors[i][0] != image[0] {
			t.Fatalf("image %v has the label %d and the factor %v", image, s.Labels[i], s.Factors[i])
		}
	}
	return at
}

func TestShuffle(t *testing.T) {
	s := numbered(100)
	once := places(t, s.Shuffle(1))
	if !slices.Equal(once, places(t, s.Shuffle(1))) || slices.Equal(once, places(t, s.Shuffle(2))) {
		t.Error("the order is not a function of the seed")
	}
	if slices.IsSorted(once) || !slices.IsSorted(places(t, s)) {
		t.Error("Shuffle leaves the order, or changes the original")
	}
	slices.Sort(once)
	if !slices.Equal(once, places(t, s)) {
		t.Error("Shuffle loses images")
	}
}

func TestFrom(t *testing.T) {
	s := numbered(4)
	for i, want := range map[int][]int{0: {0, 1, 2, 3}, 1: {1, 2, 3, 0}, 3: {3, 0, 1, 2}} {
		if got := places(t, s.From(i)); !slices.Equal(got, want) {
			t.Errorf("From(%d) returns %v, want %v", i, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	s := numbered(10)
	for n, want := range map[int]int{-1: 0, 0: 0, 3: 3, 10: 10, 11: 10} {
		first, rest := s.Split(n)
		if first.Len() != want || !slices.Equal(slices.Concat(places(t, first), places(t, rest)), places(t, s)) {
			t.Errorf("Split(%d) returns %v and %v", n, places(t, first), places(t, rest))
		}
	}
}

func TestSetOnly(t *testing.T) {
	s := numbered(25)
	if got := places(t, s.Only(4, 2)); !slices.Equal(got, []int{2, 4, 12, 14, 22, 24}) {
		t.Errorf("Only(4, 2) keeps %v", got)
	}
	if got := s.Only(12).Len() + s.Only().Len(); got != 0 {
		t.Errorf("labels that are not there keep %d images", got)
	}
}

func TestSetsWithoutFactors(t *testing.T) {
	s := numbered(10)
	s.Factors = nil
	first, rest := s.Split(5)
	for _, s := range []Set{first, rest, s.Shuffle(1), s.Only(1)} {
		if s.Factors != nil {
			t.Error("factors come out where none went in")
		}
	}
}

func TestAppendingToTheFirstOfASplitSparesTheRest(t *testing.T) {
	first, rest := numbered(4).Split(2)
	_ = append(first.Images, []float32{-1})
	_ = append(first.Labels, -1)
	_ = append(first.Factors, []float32{-1})
	if rest.Images[0][0] != 2 || rest.Labels[0] != 2 || rest.Factors[0][0] != 2 {
		t.Errorf("the rest starts with %v, %v, %v, want the third image as it was", rest.Images[0], rest.Labels[0], rest.Factors[0])
	}
}
