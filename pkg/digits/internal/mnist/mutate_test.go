package mnist

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"latentlab/tests/faults"
)

// TestMutatedFiles damages small files in many ways. What is read in the end is what was written, or there is an error,
// and never a panic.
func TestMutatedFiles(t *testing.T) {
	const n = 12
	labels := idx(magicLabels, n, nil, []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1})
	images := idx(magicImages, n, square, shaded(n))
	part := Part{n, published("images", images), published("labels", labels)}
	read := func(labels, images []byte) ([][]float32, []int, error) {
		dir := Dir{FS: fstest.MapFS{"labels.gz": {Data: labels}, "images.gz": {Data: images}}, Path: "."}
		return dir.Read(t.Context(), part, all)
	}
	wantX, wantY, err := read(labels, images)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	faults.Campaign(t, "MNIST file damaged", 2000, func(try int) error {
		random := rand.New(rand.NewPCG(uint64(try), 0))
		files := [2][]byte{labels, images}
		if random.IntN(2) == 0 {
			files = [2][]byte{pack(labels), pack(images)}
		}
		which := random.IntN(2)
		damaged := mutate(random, files[which])
		if bytes.Equal(damaged, files[which]) {
			return nil
		}
		files[which] = damaged
		x, y, err := read(files[0], files[1])
		switch {
		case err != nil:
			refused++
			if x != nil || y != nil {
				return fmt.Errorf("images come out beside the error %w", err)
			}
		case !slices.EqualFunc(x, wantX, slices.Equal) || !slices.Equal(y, wantY):
			return errors.New("other digits come out, and no error")
		}
		return nil
	})
	if refused < faults.Tries(2000)/2 {
		t.Errorf("%d mutations were refused, so this test shows nothing", refused)
	}
}

// mutate returns b with one kind of damage.
func mutate(random *rand.Rand, b []byte) []byte {
	b = slices.Clone(b)
	at := random.IntN(len(b))
	end := min(at+1+random.IntN(64), len(b))
	switch random.IntN(7) {
	case 0: // one bit
		b[at] ^= 1 << random.IntN(8)
	case 1: // one byte among the first, where the headers are
		b[random.IntN(min(20, len(b)))] = byte(random.Uint32())
	case 2: // cut
		b = b[:at]
	case 3: // a piece lost
		b = slices.Delete(b, at, end)
	case 4: // a piece twice
		b = slices.Insert(b, at, slices.Clone(b[at:end])...)
	case 5: // a hole, as a crash leaves it
		clear(b[at:end])
	case 6: // something behind it
		b = append(b, b[at:end]...)
	}
	return b
}
