"""Answers in the shape of the Azure Retail Prices API, as its documentation shows it. The prices are invented."""

import re


def item(region, service, product, sku, meter, price, unit, least=0.0, size="", kind="Consumption"):
    return {
        "currencyCode": "USD",
        "tierMinimumUnits": least,
        "retailPrice": price,
        "unitPrice": price,
        "armRegionName": region,
        "location": region,
        "effectiveStartDate": "2025-01-01T00:00:00Z",
        "meterName": meter,
        "productName": product,
        "skuName": sku,
        "serviceName": service,
        "serviceFamily": "example",
        "unitOfMeasure": unit,
        "type": kind,
        "isPrimaryMeterRegion": True,
        "armSkuName": size,
    }


def vm(size, price):
    name = size.removeprefix("Standard_")
    series = "Virtual Machines Example Series"
    return [
        item(HERE, "Virtual Machines", series, name, name, price, "1 Hour", size=size),
        item(HERE, "Virtual Machines", f"{series} Windows", name, name, 2 * price, "1 Hour", size=size),
        item(HERE, "Virtual Machines", series, f"{name} Spot", f"{name} Spot", price / 5, "1 Hour", size=size),
    ]


HERE = "germanywestcentral"
V2 = ("Storage", "Azure Premium SSD v2", "Premium LRS")
ALL = [
    *vm("Standard_D32s_v6", 2.0),
    *vm("Standard_D16s_v6", 1.0),
    *vm("Standard_B2als_v2", 0.05),
    item(HERE, "Storage", "Premium SSD Managed Disks", "P6 LRS", "P6 LRS Disk", 10.0, "1/Month"),
    item(HERE, "Storage", "Premium SSD Managed Disks", "P4 LRS", "P4 LRS Disk", 5.0, "1/Month"),
    item(HERE, *V2, "Premium LRS Provisioned Capacity", 0.0001, "1 GiB/Hour"),
    item(HERE, *V2, "Premium LRS Provisioned IOPS", 0.00001, "1/Hour", 3000.0),
    item(HERE, *V2, "Premium LRS Provisioned IOPS", 0.0, "1/Hour"),
    item(HERE, *V2, "Premium LRS Provisioned Throughput (MBps)", 0.0, "1/Hour"),
    item(HERE, *V2, "Premium LRS Provisioned Throughput (MBps)", 0.0001, "1/Hour", 125.0),
    item("Global", "Load Balancer", "Load Balancer", "Standard", "Standard Included LB Rules and Outbound Rules", 0.02, "1 Hour"),
    item("elsewhere", "Load Balancer", "Load Balancer", "Standard", "Standard Included LB Rules and Outbound Rules", 9.0, "1 Hour"),
    item("Global", "Load Balancer", "Load Balancer", "Standard", "Standard Data Processed", 0.005, "1 GB"),
    item("Global", "NAT Gateway", "NAT Gateway", "Standard", "Standard Gateway", 0.04, "1 Hour"),
    item("Global", "NAT Gateway", "NAT Gateway", "Standard", "Standard Data Processed", 0.04, "1 GB"),
    item(HERE, "Virtual Network", "IP Addresses", "Standard", "Standard IPv4 Static Public IP", 0.006, "1 Hour"),
    item("Global", "Virtual Network", "IP Addresses", "Standard", "Standard IPv4 Static Public IP", 0.005, "1 Hour"),
    item(HERE, "Log Analytics", "Log Analytics", "Analytics Logs", "Analytics Logs Data Ingestion", 0.0, "1 GB"),
    item(HERE, "Log Analytics", "Log Analytics", "Analytics Logs", "Analytics Logs Data Ingestion", 3.0, "1 GB", 5.0),
    item(HERE, "Key Vault", "Key Vault", "Standard", "Operations", 0.03, "10K"),
    item(HERE, "Key Vault", "Key Vault", "Premium", "Operations", 0.05, "10K"),
]
FIELDS = {"priceType": "type"}


def answer(query, listed):
    """What the interface would find: every term is an equality."""
    terms = re.findall(r"(\w+) eq '([^']*)'", query)
    return [one for one in listed if all(one[FIELDS.get(key, key)] == value for key, value in terms)]
