package mnist

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"latentlab/pkg/internal/files"
)

func TestReadUnderAnyNamePackedOrNot(t *testing.T) {
	labels, images := idx(magicLabels, 3, nil, []byte{7, 1, 7}), idx(magicImages, 3, square, shaded(3))
	part := Part{3, published("images-idx3", images), published("labels-idx1", labels)}
	for name, fsys := range map[string]fstest.MapFS{
		"packed":                {"images-idx3.gz": {Data: pack(images)}, "labels-idx1.gz": {Data: pack(labels)}},
		"plain":                 {"images-idx3": {Data: images}, "labels-idx1": {Data: labels}},
		"a dot":                 {"images.idx3": {Data: images}, "labels.idx1": {Data: labels}},
		"a dot, packed":         {"images.idx3.gz": {Data: pack(images)}, "labels.idx1.gz": {Data: pack(labels)}},
		"unpacked by a browser": {"images-idx3.gz": {Data: images}, "labels-idx1.gz": {Data: labels}},
		"packed, the name cut":  {"images-idx3": {Data: pack(images)}, "labels-idx1": {Data: pack(labels)}},
		"packed before plain":   {"images-idx3.gz": {Data: pack(images)}, "images-idx3": {}, "labels-idx1": {Data: labels}},
		"packed by others":      {"images-idx3.gz": {Data: repack(images)}, "labels-idx1.gz": {Data: repack(labels)}},
		"packed in two streams": {"images-idx3.gz": {Data: append(repack(images[:100]), repack(images[100:])...)}, "labels-idx1.gz": {Data: append(repack(labels[:9]), repack(labels[9:])...)}},
		"beside a directory":    {"images-idx3/images-idx3": {}, "images.idx3": {Data: images}, "labels-idx1": {Data: labels}},
		"beside a named pipe":   {"images-idx3.gz": {Mode: fs.ModeNamedPipe}, "images-idx3": {Data: images}, "labels-idx1": {Data: labels}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := Dir{FS: fsys, Path: "data/mnist"}
			x, y, err := dir.Read(t.Context(), part, func(label int) bool { return label == 7 })
			if err != nil {
				t.Fatal(err)
			}
			want := [][]float32{make([]float32, Pixels), make([]float32, Pixels)}
			for p := range Pixels {
				want[0][p], want[1][p] = float32(p%256)/255, float32((2+p)%256)/255
			}
			if diff := cmp.Diff(want, x); diff != "" {
				t.Errorf("images (-want +got):\n%s", diff)
			}
			if !slices.Equal(y, []int{7, 7}) {
				t.Errorf("labels are %v, want 7 and 7", y)
			}
			if cap(x[0]) != Pixels {
				t.Errorf("a row has room for %d pixels, want %d, so that appending to it spares the next", cap(x[0]), Pixels)
			}
			if apart := uintptr(unsafe.Pointer(&x[1][0])) - uintptr(unsafe.Pointer(&x[0][0])); apart != 4*Pixels {
				t.Errorf("the rows are %d bytes apart, want %d: one array", apart, 4*Pixels)
			}
		})
	}
}

func TestDamageIsNamedWithTheWayOut(t *testing.T) {
	labels, images := idx(magicLabels, 2, nil, []byte{3, 4}), idx(magicImages, 2, square, shaded(2))
	for name, test := range map[string]struct {
		labels, images []byte
		want           string // after the directory
	}{
		"labels for images":  {images, images, "labels.gz: magic number 0x803, want 0x801 (labels): "},
		"images for labels":  {labels, idx(magicLabels, 9, nil, make([]byte, 9)), "images.gz: magic number 0x801, want 0x803 (images): "},
		"no header":          {labels[:7], images, "labels.gz: cut short: ends within its header of 8 bytes: "},
		"half a header":      {labels, images[:12], "images.gz: cut short: ends within its header of 16 bytes: "},
		"empty":              {labels, nil, "images.gz: cut short: ends within its header of 16 bytes: "},
		"a label too few":    {labels[:9], images, "labels.gz: cut short: ends after 1 labels, want 2: "},
		"half an image":      {labels, images[:1500], "images.gz: cut short: ends after 1 images, want 2: "},
		"a label too many":   {append(slices.Clone(labels), 1), images, "labels.gz: trailing bytes: goes on after 2 labels, want its end there: "},
		"a byte too many":    {labels, append(slices.Clone(images), 1), "images.gz: trailing bytes: goes on after 2 images, want its end there: "},
		"fewer images":       {labels, idx(magicImages, 1, square, shaded(1)), "images.gz: 1 images, want 2: "},
		"billions of labels": {idx(magicLabels, 1<<32-1, nil, nil), images, "labels.gz: 4294967295 labels, want 2: "},
		"billions of images": {labels, idx(magicImages, 1<<32-1, square, nil), "images.gz: 4294967295 images, want 2: "},
		"enormous images":    {labels, idx(magicImages, 2, []uint32{1 << 31, 1 << 31}, nil), "images.gz: images of 2147483648 × 2147483648 pixels, want 28 × 28: "},
		"not a digit":        {idx(magicLabels, 2, nil, []byte{3, 10}), images, "labels.gz: label 1 is 10, want 0 to 9: "},
		"other labels":       {idx(magicLabels, 2, nil, []byte{3, 5}), images, "labels.gz: SHA-256 is "},
		"other pixels":       {labels, idx(magicImages, 2, square, make([]byte, 2*Pixels)), "images.gz: SHA-256 is "},
	} {
		part := Part{2, published("images", images), published("labels", labels)}
		for wayOut, named := range map[string]bool{"delete the file and run scripts/setup.sh --digits": false, "unset LATENTLAB_MNIST": true} {
			fsys := fstest.MapFS{"labels.gz": {Data: test.labels}, "images.gz": {Data: pack(test.images)}}
			dir := Dir{FS: fsys, Path: "data/mnist", Named: named}
			_, _, err := dir.Read(t.Context(), part, all)
			if err == nil || !strings.HasPrefix(err.Error(), "digits: data/mnist/"+test.want) || !strings.HasSuffix(err.Error(), wayOut) {
				t.Errorf("%s: the error is %v\nwant digits: data/mnist/%s… %s", name, err, test.want, wayOut)
			}
		}
	}
}

func TestDamagedGzip(t *testing.T) {
	labels, images := idx(magicLabels, 2, nil, []byte{3, 4}), idx(magicImages, 2, square, shaded(2))
	part := Part{2, published("images", images), published("labels", labels)}
	whole := pack(images)
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	for want, damaged := range map[string][]byte{
		"cut short: ends after 0 images, want 2": whole[:len(whole)-40],
		"trailing bytes: goes on after its gzip": append(slices.Clone(whole), 0),
		"images.gz: ":                            flipped,
		"cut short: the gzip stream":             whole[:5],
		"gzip stream is not whole":               whole[:len(whole)-2],
	} {
		dir := Dir{FS: fstest.MapFS{"labels": {Data: labels}, "images.gz": {Data: damaged}}, Path: "."}
		if _, _, err := dir.Read(t.Context(), part, all); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}
}

func TestVerifyAndComplete(t *testing.T) {
	labels := idx(magicLabels, 1, nil, []byte{3})
	file := published("labels", labels)
	for name, test := range map[string]struct {
		fsys fstest.MapFS
		want string // the error; empty: none
	}{
		"packed":  {fstest.MapFS{"labels.gz": {Data: pack(labels)}}, ""},
		"plain":   {fstest.MapFS{"labels": {Data: labels}}, ""},
		"missing": {fstest.MapFS{}, "digits: d/labels.gz: file does not exist, with .gz or without: run scripts/setup.sh --digits"},
		"damaged": {fstest.MapFS{"labels": {Data: labels[1:]}}, "digits: d/labels: SHA-256 is "},
	} {
		err := Dir{FS: test.fsys, Path: "d"}.Verify(file)
		if (err == nil) != (test.want == "") || err != nil && !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: the error is %v, want %q", name, err, test.want)
		}
		if missing := errors.Is(err, fs.ErrNotExist); missing != (name == "missing") {
			t.Errorf("%s: fs.ErrNotExist is %v", name, missing)
		}
	}
	four := fstest.MapFS{}
	for _, f := range Files() {
		if (Dir{FS: four}).Complete() {
			t.Errorf("complete without %s", f.Name)
		}
		four[f.Name] = &fstest.MapFile{}
	}
	if !(Dir{FS: four}).Complete() {
		t.Error("not complete with all four")
	}
}

func TestFind(t *testing.T) {
	t.Setenv("LATENTLAB_ROOT", "/clone")
	for env, want := range map[string]Dir{
		"":         {Path: "/clone/data/mnist"},
		"../mnist": {Path: "/mnist", Named: true},
		"/mnist":   {Path: "/mnist", Named: true},
	} {
		t.Setenv("LATENTLAB_MNIST", env)
		got, err := Find()
		if err != nil || got.Path != want.Path || got.Named != want.Named || got.FS != os.DirFS(want.Path) {
			t.Errorf("with LATENTLAB_MNIST=%s Find returns %+v, %v, want %+v", env, got, err, want)
		}
	}
}

func TestReadStopsWithItsContext(t *testing.T) {
	labels, images := idx(magicLabels, 1, nil, []byte{3}), idx(magicImages, 1, square, shaded(1))
	part := Part{1, published("images", images), published("labels", labels)}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := Dir{FS: fstest.MapFS{"labels": {Data: labels}, "images": {Data: images}}}
	if _, _, err := dir.Read(ctx, part, all); err != context.Canceled {
		t.Errorf("the error is %v, want context.Canceled", err)
	}
}

func TestReadmeHasTheDigests(t *testing.T) {
	name, err := files.Data("README.md")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Files() {
		for _, row := range []string{"`" + f.Name + "` | `" + f.Plain + "`", f.Gzip} {
			if !strings.Contains(string(page), row) {
				t.Errorf("data/README.md does not have %s", row)
			}
		}
	}
}

// TestPublished reads the real MNIST: the packed files for their published digests, and, unpacked, for those derived.
func TestPublished(t *testing.T) {
	if os.Getenv("LATENTLAB_MNIST") == "" {
		t.Skip("LATENTLAB_MNIST does not say where MNIST is")
	}
	dir, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	plain := fstest.MapFS{}
	for _, f := range Files() {
		if err := dir.Verify(f); err != nil {
			t.Fatal(err)
		}
		packed, err := fs.ReadFile(dir.FS, f.Name+".gz")
		if err != nil {
			t.Skip(err) // they are there unpacked
		}
		if int64(len(packed)) != f.Size {
			t.Errorf("%s.gz has %d bytes, want %d", f.Name, len(packed), f.Size)
		}
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		plain[f.Name] = &fstest.MapFile{Data: content}
	}
	for _, test := range []struct {
		part  Part
		fives int
		mean  float64 // of their pixels
	}{{Train, 5421, 0.1287}, {Test, 892, 0.1321}} {
		images, labels, err := Dir{FS: plain}.Read(t.Context(), test.part, func(label int) bool { return label == 5 })
		if err != nil {
			t.Fatal(err)
		}
		var sum float64
		for _, v := range slices.Concat(images...) {
			sum += float64(v)
		}
		mean := sum / float64(len(images)*Pixels)
		if len(images) != test.fives || len(labels) != test.fives || math.Abs(mean-test.mean) > 5e-5 {
			t.Errorf("%d fives with the mean %.4f, want %d with %.4f", len(images), mean, test.fives, test.mean)
		}
	}
}
