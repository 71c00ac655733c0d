"""A certificate for a class on this machine, as an authority would make it for the class's name and the students'."""

from pathlib import Path

from room import TAG, docker

# Makes a certificate for class.localhost and the names below it in /out.
MAKE = """
import datetime
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "class")])
now = datetime.datetime.now(datetime.timezone.utc)
certificate = (
    x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    .not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    .add_extension(x509.SubjectAlternativeName([x509.DNSName("class.localhost"), x509.DNSName("*.class.localhost")]), critical=False)
    .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
)
open("/out/cert.pem", "wb").write(certificate.public_bytes(serialization.Encoding.PEM))
open("/out/key.pem", "wb").write(
    key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
)
"""


def make(directory: Path) -> dict[str, str]:
    """Makes cert.pem and key.pem, which only root can read. Returns the settings that name them."""
    command = f"python -c '{MAKE}' && chmod 600 /out/key.pem"
    docker("run", "--rm", "--network=none", "--user=root", "-v", f"{directory}:/out", f"latentlab-hub:{TAG}", "sh", "-c", command)
    return {"CLASSROOM_CERT": str(directory / "cert.pem"), "CLASSROOM_KEY": str(directory / "key.pem")}
