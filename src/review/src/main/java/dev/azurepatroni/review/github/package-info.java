/** The few calls of GitHub's REST interface that a review needs. */
package dev.azurepatroni.review.github;
