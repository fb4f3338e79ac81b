package config

import (
	"crypto/sha256"
	"encoding/hex"
)

// ClusterIdentifier names the Aurora cluster: chassis-prod-e3b0c442. The name is
// fixed so that its log group can exist before it, and so that a replacement
// meets its predecessor's name and fails instead of leaving an empty database in
// its place. The end tells where the data came from, so that a deliberate
// restore from elsewhere does get a new name.
func (e Environment) ClusterIdentifier() string {
	source := "" // a new database; a restored or cloned one has a source
	sum := sha256.Sum256([]byte(source))
	return e.ResourceName(hex.EncodeToString(sum[:4]))
}
