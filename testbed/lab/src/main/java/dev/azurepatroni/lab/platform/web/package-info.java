/** HTTP servers of the platform, and the certificate authority that hosts trust. */
package dev.azurepatroni.lab.platform.web;
