package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/cavaliergopher/grab/v3"
	"github.com/cenkalti/backoff/v5"

	"latentlab/pkg/digits/internal/mnist"
)

// fetcher fetches the files of one call.
type fetcher struct {
	Config
	dir    mnist.Dir
	suffix string // of the name of what has arrived
	mirror int    // the one to ask next; one that works is asked again
}

// file fetches one file. A mirror that fails hands over to the next; after all have failed there is a pause. The rounds
// are counted anew when more of the file is there than ever before.
func (f *fetcher) file(ctx context.Context, file mnist.File) error {
	d := &download{fetcher: f, file: file, name: filepath.Join(f.dir.Path, file.Name+".gz")}
	d.part = d.name + f.suffix
	for _, name := range []string{d.name, d.part} {
		if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
			return fmt.Errorf("%w: %s is not a regular file: move it away", ErrUnavailable, name)
		}
	}
	defer d.tidy()
	d.meter = newMeter(f.Config, filepath.Base(d.name), file.Size)
	d.most = size(d.part)
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.Multiplier = f.limits.pause, 2
	for {
		d.gained = false
		_, err := backoff.Retry(ctx, func() (struct{}, error) { return struct{}{}, d.round(ctx) },
			backoff.WithBackOff(pauses), backoff.WithMaxTries(f.limits.rounds), backoff.WithMaxElapsedTime(f.limits.patience))
		switch {
		case err == nil:
			d.meter.done(host(f.Mirrors[f.mirror]))
			return nil
		case ctx.Err() != nil:
			d.meter.abandon()
			return ctx.Err()
		case !d.gained:
			d.meter.abandon()
			return fmt.Errorf("%w: %s: %w", ErrUnavailable, filepath.Base(d.name), err)
		}
	}
}

// download is the fetching of one file.
type download struct {
	*fetcher
	file       mnist.File
	name, part string // paths: of the file, and of what has arrived of it
	meter      *meter
	most       int64 // bytes: as many were there at best
	gained     bool  // since the rounds were last counted anew
}

// round asks each mirror once, until one has sent what was missing.
func (d *download) round(ctx context.Context) error {
	var why []string
	for range d.Mirrors {
		mirror := d.Mirrors[d.mirror]
		err := d.attempt(ctx, mirror)
		if err == nil {
			err = d.publish()
		}
		if err == nil || ctx.Err() != nil {
			return err
		}
		why = append(why, fmt.Sprintf("%s: %v", host(mirror), err))
		d.mirror = (d.mirror + 1) % len(d.Mirrors)
		// A mirror that trickles gains something, too, but would be asked for hours.
		if now := size(d.part); now >= d.most+d.limits.least {
			d.most, d.gained = now, true
		}
	}
	return errors.New(strings.Join(why, "; "))
}

// errWhole is the error of a mirror that sends the whole file where the rest was asked for.
var errWhole = errors.New("sends the whole file, asked for its rest")

// attempt asks one mirror for what is missing.
func (d *download) attempt(ctx context.Context, mirror string) error {
	if n := size(d.part); n == 0 || n > d.file.Size {
		os.Remove(d.part) // grab would ask for what follows nothing, or refuse
	}
	err := d.ask(ctx, mirror, false)
	if errors.Is(err, errWhole) {
		err = d.ask(ctx, mirror, true)
	}
	return err
}

// ask asks one mirror for the file, or for the rest of it, and appends what comes to the part.
func (d *download) ask(ctx context.Context, mirror string, whole bool) error {
	address, err := url.JoinPath(mirror, d.file.Name+".gz")
	if err != nil {
		return err
	}
	request, err := grab.NewRequest(d.part, address)
	if err != nil {
		return err
	}
	sum, err := hex.DecodeString(d.file.Gzip)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	request = request.WithContext(ctx)
	request.Size, request.NoResume, request.IgnoreRemoteTime = d.file.Size, whole, true
	request.SetChecksum(sha256.New(), sum, true)
	request.BeforeCopy = func(r *grab.Response) error {
		d.meter.have = r.BytesComplete()
		return rightRange(r)
	}
	go d.limits.watch(ctx, cancel, &d.meter.fresh)
	response := (&grab.Client{HTTPClient: d, UserAgent: "latentlab"}).Do(request)
	switch err := response.Err(); {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case response.DidResume && response.HTTPResponse != nil && response.HTTPResponse.StatusCode == http.StatusOK:
		return errWhole
	case errors.Is(err, grab.ErrBadLength):
		return fmt.Errorf("has another length than %d bytes", d.file.Size)
	case errors.Is(err, grab.ErrBadChecksum):
		return fmt.Errorf("SHA-256 is not %s", d.file.Gzip)
	default:
		return err
	}
}

// Do sends one of grab's requests. What answers must not be a web page, such as a proxy's own; of its body no more is
// read than the file has, and a byte that shows that it is too long.
func (d *download) Do(r *http.Request) (*http.Response, error) {
	// Else Go asks for compression and undoes it, and with it the file's own.
	r.Header.Set("Accept-Encoding", "identity")
	response, err := http.DefaultClient.Do(r)
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err // the address says no more than the mirror's name
	}
	if err != nil {
		return nil, err
	}
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if kind == "text/html" && response.StatusCode == http.StatusOK {
		response.Body.Close()
		return nil, errors.New("sends a web page, not the file: is a log-in wanted?")
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(io.LimitReader(response.Body, d.file.Size+1), d.meter), response.Body}
	return response, nil
}

// rightRange fails where a mirror sends another part of the file than the rest that was asked for, which grab does not
// look at.
func rightRange(r *grab.Response) error {
	if !r.DidResume {
		return nil
	}
	got := r.HTTPResponse.Header.Get("Content-Range")
	var from int64
	if _, err := fmt.Sscanf(got, "bytes %d-", &from); err != nil || from != r.BytesComplete() {
		return fmt.Errorf("Content-Range is %q, want bytes from %d", got, r.BytesComplete())
	}
	return nil
}

// publish gives the part, which is whole, the name it was fetched for.
func (d *download) publish() error {
	part, err := os.OpenFile(d.part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer part.Close()
	if err := part.Chmod(0o644); err != nil { // whatever the umask: others use the clone, too
		return err
	}
	if err := part.Sync(); err != nil {
		return err
	}
	return os.Rename(d.part, d.name)
}

// tidy removes a part that nobody will go on with.
func (d *download) tidy() {
	if d.suffix != mnist.PartSuffix || size(d.part) == 0 {
		os.Remove(d.part)
	}
}

// size returns how many bytes the file name has; none where it is not there.
func size(name string) int64 {
	info, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return info.Size()
}

// host returns the mirror's name without the rest of its address.
func host(mirror string) string {
	address, err := url.Parse(mirror)
	if err != nil {
		return mirror
	}
	return address.Host
}
