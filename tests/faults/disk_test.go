package faults

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"latentlab/pkg/model"
)

// A disk is a file system of its own, in a file.
type disk struct{ image, at string }

// newDisk makes an ext4 of that many bytes, or skips the test where the machine does not allow it.
func newDisk(t *testing.T, bytes int64) disk {
	t.Helper()
	dir := t.TempDir()
	d := disk{filepath.Join(dir, "image"), filepath.Join(dir, "disk")}
	f, err := os.Create(d.image)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Truncate(bytes); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(d.at, 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfs.ext4", "-q", "-m", "0", d.image).CombinedOutput(); err != nil {
		t.Skipf("mkfs.ext4 does not make a disk here: %v %s", err, out)
	}
	if err := d.mount(); err != nil {
		t.Skipf("a disk in a file cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", d.at).Run(); err != nil {
			t.Errorf("umount: %v", err)
		}
	})
	return d
}

func (d disk) mount() error {
	out, err := exec.Command("mount", "-o", "loop", d.image, d.at).CombinedOutput()
	if err != nil {
		return fmt.Errorf("mount: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

// again takes the disk out and puts it in, so that what is read comes from there and not from memory.
func (d disk) again() error {
	if out, err := exec.Command("umount", d.at).CombinedOutput(); err != nil {
		return fmt.Errorf("umount: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return d.mount()
}

// leave fills the disk up to so many bytes.
func (d disk) leave(free int64) error {
	filler := filepath.Join(d.at, "filler")
	if err := os.RemoveAll(filler); err != nil {
		return err
	}
	if err := exec.Command("sync", "-f", d.at).Run(); err != nil { // the space is free once the journal says so
		return fmt.Errorf("sync: %w", err)
	}
	var has syscall.Statfs_t
	if err := syscall.Statfs(d.at, &has); err != nil {
		return err
	}
	f, err := os.Create(filler)
	if err != nil {
		return err
	}
	defer f.Close()
	return syscall.Fallocate(int(f.Fd()), 0, 0, max(1, int64(has.Bavail)*has.Bsize-free))
}

// On a disk that fills up while a checkpoint is saved over a good one, either the new one is whole, or the save says that
// it failed and the good one is as it was.
func TestFullDisk(t *testing.T) {
	d := newDisk(t, 16<<20)
	t.Setenv("LATENTLAB_CHECKPOINTS", filepath.Join(d.at, "checkpoints"))
	saves := saves{size: saveFirst(t), good: 1}
	Campaign(t, "disk full", 100, func(i int) error {
		if err := d.leave(1 + int64(2*saves.size*rand.New(rand.NewPCG(uint64(i), 0)).Float64())); err != nil {
			return err
		}
		return saves.over(0, d.again)
	})
	saves.check(t)
}

// The same where files may not grow beyond a limit.
func TestLimitedFiles(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	saves := saves{size: saveFirst(t), good: 1}
	Campaign(t, "files limited", 40, func(i int) error {
		return saves.over(1+int(1.3*saves.size*rand.New(rand.NewPCG(uint64(i), 0)).Float64()), func() error { return nil })
	})
	saves.check(t)
}

// Saves are many over one checkpoint.
type saves struct {
	size         float64 // of its weights, in bytes
	good         int     // seed of the last network whose save said that it succeeded
	tried, ended int     // how many saves there were, and how many said that they failed
}

// over saves another network over the good one, in a program of its own, calls settle, and looks which of the two it is.
func (s *saves) over(limit int, settle func() error) error {
	s.tried++
	command := play("once", " ", s.tried+1, " ", limit)
	var said strings.Builder
	command.Stderr = &said
	if err := command.Run(); err == nil {
		s.good = s.tried + 1
	} else if s.ended++; !strings.HasPrefix(said.String(), "checkpoint: ") {
		return fmt.Errorf("the save ended with %v and %q", err, said.String())
	}
	if err := settle(); err != nil {
		return err
	}
	n, err := model.Open(engine(), broad, name)
	if err != nil {
		return fmt.Errorf("after a save that said %q: %w", said.String(), err)
	}
	if got := n.Training().Identity.WeightSeed; got != uint64(s.good) {
		return fmt.Errorf("after a save that said %q it holds the network of seed %d, want %d", said.String(), got, s.good)
	}
	return nil
}

// check fails the test where all saves, or none, have succeeded.
func (s *saves) check(t *testing.T) {
	if s.ended == 0 || s.ended == s.tried {
		t.Errorf("%d of %d saves failed, so this test shows nothing", s.ended, s.tried)
	}
}

// saveFirst saves the first good checkpoint, and returns the size of its weights in bytes.
func saveFirst(t *testing.T) (size float64) {
	t.Helper()
	n, err := newNetwork(broad, 784, 1)
	if err == nil {
		err = n.Save(name)
	}
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(directory(t).Path, "weights-*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are no weights", err)
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		size += float64(info.Size())
	}
	return size
}
