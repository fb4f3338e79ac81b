// Package judges holds the proof's models against second ones, which its tests have: small
// evaluators of IAM policies and of VPC networks, written from AWS's documentation by
// somebody who had not read the first. What both misread in the same way stays unnoticed;
// what one of them misreads does not.
package judges
