# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "scipy==1.17.1", "scikit-learn==1.9.1"]
# ///
"""Writes peers.json: small data, and what SciPy and scikit-learn compute from it, for peers_test.go.

All data are multiples of 1/4096, which float32 holds exactly, and no two distances are equal. Run as: uv run peers.py, or with the packages installed
python peers.py, in this directory.
"""
import json

import numpy as np
from scipy import linalg, stats
from scipy.spatial.distance import pdist
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import LeaveOneOut, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

rng = np.random.default_rng(1)
n = 90


def exact(a):
    return np.round(a * 4096) / 4096


# Three classes in six dimensions, squeezed into two with some noise.
labels = rng.permutation(np.arange(n) % 3)
centres = rng.normal(0, 3, (3, 6))
x = exact(centres[labels] + rng.normal(0, 1, (n, 6)))
z = exact(x @ rng.normal(0, 1, (6, 2)) / 2 + rng.normal(0, 0.7, (n, 2)))
queries = exact(np.vstack([rng.normal(0, 4, (8, 2)), [[30, -40]]]))  # the last one far away
queries3 = exact(rng.normal(0, 4, (5, 3)))

for data in (x, z):
    distances = pdist(data)
    assert len(np.unique(distances)) == len(distances), "equal distances: choose another seed"

pca = PCA(2, svd_solver="full").fit(x)
mixture = GaussianMixture(3, tol=1e-10, reg_covar=0, max_iter=1000, n_init=20, random_state=1).fit(z)


def knn(k):
    return cross_val_score(KNeighborsClassifier(k), z, labels, cv=LeaveOneOut()).mean()


peers = {
    "x": x.tolist(),
    "z": z.tolist(),
    "labels": labels.tolist(),
    "queries": queries.tolist(),
    "queries3": queries3.tolist(),
    "trustworthiness": {k: trustworthiness(x, z, n_neighbors=k) for k in (1, 5, 12, 44)},
    "knn_accuracy": {k: knn(k) for k in (1, 2, 5, 10)},
    "kernel": stats.gaussian_kde(z.T).logpdf(queries.T).tolist(),
    "kernel3": stats.gaussian_kde(x[:, :3].T).logpdf(queries3.T).tolist(),
    "gaussian": stats.multivariate_normal(z.mean(0), np.cov(z.T, bias=True)).logpdf(queries).tolist(),
    "mixture_of_3": mixture.score(z),
    "pca_variances": PCA().fit(x).explained_variance_.tolist(),
    "pca_2_error": float(((x - pca.inverse_transform(pca.transform(x))) ** 2).mean()),
    "angles": np.sort(linalg.subspace_angles(x[:3].T, x[3:5].T)).tolist(),
}
with open("peers.json", "w") as file:
    lines = (f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in peers.items())
    file.write("{\n" + ",\n".join(lines) + "\n}\n")
