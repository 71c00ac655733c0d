package training

import "testing"

func TestOrderTakesEachImageOnceAnEpoch(t *testing.T) {
	const images = 10
	whole := (&order{seed: 1, images: images}).next(0, 3*images)
	for epoch := range 3 {
		seen := map[int]bool{}
		for _, row := range whole[epoch*images : (epoch+1)*images] {
			seen[row] = true
		}
		if len(seen) != images {
			t.Errorf("epoch %d takes %d of %d images", epoch, len(seen), images)
		}
	}
	part := (&order{seed: 1, images: images}).next(15, 12)
	for i := range part {
		if part[i] != whole[15+i] {
			t.Fatalf("from position 15 on the order is %v, want %v", part, whole[15:27])
		}
	}
}
