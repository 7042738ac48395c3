package dev.azurepatroni.emulator.tls;

import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The names in a certificate or a request. */
final class DistinguishedNames {
  private static final Map<String, ASN1ObjectIdentifier> PARTS = parts();

  private DistinguishedNames() {}

  private static Map<String, ASN1ObjectIdentifier> parts() {
    Map<String, ASN1ObjectIdentifier> parts = new LinkedHashMap<>();
    parts.put("country", BCStyle.C);
    parts.put("organization", BCStyle.O);
    parts.put("organizational_unit", BCStyle.OU);
    parts.put("locality", BCStyle.L);
    parts.put("province", BCStyle.ST);
    parts.put("postal_code", BCStyle.POSTAL_CODE);
    parts.put("common_name", BCStyle.CN);
    parts.put("serial_number", BCStyle.SERIALNUMBER);
    parts.put("email_address", BCStyle.E);
    return parts;
  }

  /** Returns the distinguished name of the block {@code subject}. */
  static X500Name name(Value arguments) {
    Value subject = arguments.at("subject.0");
    X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
    PARTS.forEach(
        (part, identifier) ->
            subject
                .text(part)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> name.addRDN(identifier, text)));
    subject.texts("street_address").forEach(street -> name.addRDN(BCStyle.STREET, street));
    return name.build();
  }

  /** Returns the alternative names, empty if there are none. */
  static List<GeneralNames> alternatives(Value arguments) {
    List<GeneralName> names = new ArrayList<>();
    arguments
        .texts("dns_names")
        .forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    for (String address : arguments.texts("ip_addresses")) {
      names.add(address(address));
    }
    arguments
        .texts("uris")
        .forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    return names.isEmpty()
        ? List.of()
        : List.of(new GeneralNames(names.toArray(GeneralName[]::new)));
  }

  private static GeneralName address(String address) {
    try {
      return new GeneralName(GeneralName.iPAddress, address);
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(
          "ip_addresses",
          "Invalid IP address",
          "Failed to parse \"" + address + "\" as an IP address.");
    }
  }
}
