package reasons

import "slices"

// Texts that several reasons need.
const (
	all        = "*"
	account    = "this account"
	everyone   = "everyone"
	gitHub     = "token.actions.githubusercontent.com"
	images     = "arn:aws:ecr:ap-northeast-2:${AWS::AccountId}:repository/chassis/*"
	ourStacks  = "arn:aws:cloudformation:ap-northeast-2:${AWS::AccountId}:stack/<platform>-"
	withoutTLS = "Bool aws:SecureTransport false"
	tlsOnly    = "A denial: every request must use TLS, whatever its action."
)

// Platform has the reasons of the platform as it is meant to be. <platform> is how
// the names of its stacks begin, and <repository> is any repository of GitHub that
// the settings name.
var Platform = slices.Concat(keyReasons, bucketReasons, queueReasons, roleReasons, deliveryReasons, trustReasons(), escalationReasons)
