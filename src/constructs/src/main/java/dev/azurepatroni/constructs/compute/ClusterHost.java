package dev.azurepatroni.constructs.compute;

import com.hashicorp.cdktf.ITerraformDependable;
import dev.azurepatroni.constructs.network.NetworkedHost;
import dev.azurepatroni.constructs.secrets.HostIdentity;
import java.util.List;

/** A host, as the parts that connect hosts see it. */
public interface ClusterHost extends NetworkedHost {
  /** {@return availability zone} */
  String zone();

  /** {@return Azure's id of the VM} */
  String vmId();

  /** {@return the host's only identity} */
  HostIdentity identity();

  /**
   * {@return the attachments of the host's data disks, which must exist before an extension is
   * added: Azure refuses two changes of one VM at a time}
   */
  List<ITerraformDependable> attachments();
}
