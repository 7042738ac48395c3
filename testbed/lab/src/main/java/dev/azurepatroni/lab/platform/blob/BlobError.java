package dev.azurepatroni.lab.platform.blob;

/**
 * Errors in Azure's words: learn.microsoft.com, "Common REST API error codes", "Blob service error
 * codes".
 */
enum BlobError {
  BAD_BATCH(400, "InvalidInput", "One of the request inputs is not valid."),
  BAD_BLOCK_LIST(400, "InvalidBlockList", "The specified block list is invalid."),
  BAD_MD5(
      400,
      "Md5Mismatch",
      "The MD5 value specified in the request did not match with the MD5 value calculated by the"
          + " server."),
  BAD_NAME(400, "InvalidResourceName", "The specified resource name contains invalid characters."),
  BAD_QUERY(
      400,
      "InvalidQueryParameterValue",
      "Value for one of the query parameters specified in the request URI is invalid."),
  BAD_URI(400, "InvalidUri", "The requested URI does not represent any resource on the server."),
  BAD_XML(400, "InvalidXmlDocument", "XML specified is not syntactically valid."),
  CONDITION(400, "ConditionHeadersNotSupported", "Condition headers aren't supported."),
  NO_HEADER(
      400,
      "MissingRequiredHeader",
      "An HTTP header that's mandatory for this request is not specified."),
  OUT_OF_RANGE(
      400,
      "OutOfRangeQueryParameterValue",
      "One of the query parameters specified in the request URI is outside the permissible range."),
  NO_AUTHENTICATION(
      401,
      "NoAuthenticationInformation",
      "Server failed to authenticate the request. Please refer to the information in the"
          + " www-authenticate header."),
  BAD_AUTHENTICATION(
      401,
      "InvalidAuthenticationInfo",
      "Server failed to authenticate the request. Please refer to the information in the"
          + " www-authenticate header."),
  NO_KEYS(
      403,
      "KeyBasedAuthenticationNotPermitted",
      "Key based authentication is not permitted on this storage account."),
  NETWORK(403, "AuthorizationFailure", "This request is not authorized to perform this operation."),
  PERMISSION(
      403,
      "AuthorizationPermissionMismatch",
      "This request is not authorized to perform this operation using this permission."),
  /** What Azure answers at an account's limit is not documented; this one is about writes. */
  FULL(403, "InsufficientAccountPermissions", "Write operations are not allowed."),
  NO_BLOB(404, "BlobNotFound", "The specified blob does not exist."),
  NO_CONTAINER(404, "ContainerNotFound", "The specified container does not exist."),
  NO_LENGTH(411, "MissingContentLengthHeader", "The Content-Length header was not specified."),
  BAD_RANGE(
      416, "InvalidRange", "The range specified is invalid for the current size of the resource."),
  FAILED(
      500, "InternalError", "The server encountered an internal error. Please retry the request."),
  NOT_IMITATED(
      501,
      "NotImplemented",
      "The lab's blob service answers only the requests that pgBackRest sends."),
  BUSY(503, "ServerBusy", "The server is currently unable to receive requests.");

  private final int status;
  private final String code;
  private final String message;

  BlobError(int status, String code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String message() {
    return message;
  }
}
