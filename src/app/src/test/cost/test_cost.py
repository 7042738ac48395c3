"""bin/cost over the golden prod, with prices that are easy to add up by hand."""

import contextlib
import importlib.machinery
import importlib.util
import io
import json
import os
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest import mock
from urllib.error import URLError
from urllib.parse import parse_qs, unquote, urlsplit

import prices

ROOT = Path(__file__).resolve().parents[5]
GOLDEN = ROOT / "src/app/src/test/resources/golden"


def load():
    loader = importlib.machinery.SourceFileLoader("cost", str(ROOT / "bin/cost"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("cost", loader))
    sys.modules["cost"] = module
    loader.exec_module(module)
    return module


cost = load()


def pages(listed, size=1000):
    """A price list that answers in pages."""

    def read(url):
        query = unquote(url.split("$filter=")[1].split("&$skip=")[0])
        skip = int(url.split("&$skip=")[1]) if "&$skip=" in url else 0
        found = prices.answer(query, listed)
        more = f"{url.split('&$skip=')[0]}&$skip={skip + size}" if skip + size < len(found) else None
        return {"BillingCurrency": "USD", "Items": found[skip : skip + size], "NextPageLink": more, "Count": size}

    return read


def run(*arguments, stack="prod", change=lambda resources: None, read=pages(prices.ALL)):
    """What is printed, what is said on standard error, and the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        document = json.loads((GOLDEN / f"{stack}.json").read_text())
        change(document["resource"])
        place = Path(folder) / "stacks" / stack
        place.mkdir(parents=True)
        (place / "cdk.tf.json").write_text(json.dumps(document))
        out, status = io.StringIO(), None
        with mock.patch.object(sys, "argv", ["bin/cost", stack, "--output", folder, *arguments]), contextlib.redirect_stdout(out):
            try:
                cost.main(read)
            except SystemExit as end:
                status = end.code
        return out.getvalue(), status


class Cost(unittest.TestCase):
    def row(self, printed, what):
        line = next(line for line in printed.splitlines() if line.startswith(f"| {what}"))
        return [cell.strip() for cell in line.strip("|").split("|")]

    def test_every_component_is_priced_and_summed(self):
        printed, status = run()
        self.assertIsNone(status)
        self.assertEqual(self.row(printed, "Standard_D32s_v6")[-1], "2,920.00")  # 2 x 2.0 x 730
        self.assertEqual(self.row(printed, "Premium SSD P4")[-1], "15.00")
        self.assertEqual(self.row(printed, "Standard Load Balancer")[-1], "29.20")
        vms = 2 * 2.0 + 2 * 1.0 + 0.05
        network = 2 * 0.02 + 0.04 + 0.006
        disks = 2 * ((1024 + 512) * 0.0001 + (77_000 + 17_000) * 0.00001 + (1_075 + 475) * 0.0001)
        self.assertEqual(self.row(printed, "**sum**")[-1], f"{(vms + network + disks) * 730 + 2 * 10 + 3 * 5:,.2f}")

    def test_what_is_included_is_taken_off_each_disk(self):
        printed, _ = run()
        self.assertEqual(self.row(printed, "Premium SSD v2, IOPS")[-1], "1,124.20")  # 2 x (80,000 - 3,000) x 0.00001 x 730

    def test_what_is_billed_by_use_is_in_no_sum(self):
        printed, _ = run()
        self.assertEqual(self.row(printed, "Log Analytics")[2:], ["by use", "for 1 GB", "0 then 3 from 5 for 1 GB", ""])

    def test_a_region_has_its_own_price_or_that_of_all(self):
        printed, _ = run()
        self.assertIn("0.006 for 1 Hour", self.row(printed, "Public IPv4"))
        self.assertIn("0.02 for 1 Hour", self.row(printed, "Standard Load Balancer"))

    def test_an_answer_in_pages_is_read_to_its_end(self):
        self.assertEqual(run(read=pages(prices.ALL, size=1)), run())

    def test_it_asks_over_http_as_the_interface_is_asked(self):
        asked = []

        class Interface(BaseHTTPRequestHandler):
            def do_GET(self):
                query = parse_qs(urlsplit(self.path).query)
                asked.append(query)
                body = json.dumps({"Items": prices.answer(query["$filter"][0], prices.ALL), "NextPageLink": None}).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        with HTTPServer(("127.0.0.1", 0), Interface) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            with mock.patch.object(cost, "PRICES", f"http://127.0.0.1:{server.server_port}/api/retail/prices"):
                printed, status = run("--currency", "EUR", read=cost.online)
            server.shutdown()
        self.assertIsNone(status)
        self.assertEqual(printed.splitlines()[:-3], run()[0].splitlines()[:-3])
        self.assertEqual({query["currencyCode"][0] for query in asked}, {"'EUR'"})

    def test_it_does_not_follow_to_another_place(self):
        page = {"Items": [], "NextPageLink": "https://elsewhere.example/prices"}
        _, status = run(read=lambda url: page)
        self.assertIn("which is not its own", status)

    def test_quantities_need_nobody(self):
        def unreachable(url):
            raise AssertionError("asked")

        printed, status = run("--quantities", read=unreachable)
        self.assertIsNone(status)
        self.assertEqual(self.row(printed, "Premium SSD v2, IOPS")[1:], ["pgpatroni-1-data, pgpatroni-2-data", "2 x 80,000", "IOPS"])

    def test_without_prices_the_quantities_are_printed_and_the_status_says_so(self):
        def unreachable(url):
            raise URLError("no route")

        printed, status = run(read=unreachable)
        self.assertEqual(printed, run("--quantities")[0])
        self.assertEqual(status, "bin/cost: no prices: no route: the quantities above hold")

    def test_a_price_that_is_not_one_is_no_price(self):
        doubled = [*prices.ALL, {**prices.ALL[0], "retailPrice": 3.0}]
        for listed in (doubled, prices.ALL[3:]):
            _, status = run(read=pages(listed))
            self.assertIn("has no single price for serviceName eq 'Virtual Machines'", status)

    def test_another_unit_is_no_price(self):
        listed = [{**one, "unitOfMeasure": "100 Hours"} if one["meterName"] == "Standard Gateway" else one for one in prices.ALL]
        self.assertIn("0.04 for 100 Hours", run(read=pages(listed))[1])

    def test_a_resource_that_nobody_priced_is_refused(self):
        _, status = run(change=lambda resources: resources.update({"azurerm_bastion_host": {"x": {}}}))
        self.assertEqual(status, "bin/cost: it is not known here what azurerm_bastion_host costs: add it to BILLED or FREE")

    def test_disks_of_other_kinds_are_refused(self):
        def ultra(resources):
            next(iter(resources["azurerm_managed_disk"].values()))["storage_account_type"] = "UltraSSD_LRS"

        self.assertIn("a UltraSSD_LRS", run(change=ultra)[1])

    def test_a_stack_in_two_regions_has_no_prices(self):
        def elsewhere(resources):
            resources["azurerm_resource_group"]["pgpatroni"]["location"] = "northeurope"

        self.assertIn("not in one region but in germanywestcentral, northeurope", run(change=elsewhere)[1])

    def test_all_committed_stacks_are_known(self):
        for stack in ("prod", "two-zone", "lab"):
            self.assertIsNone(run("--quantities", stack=stack)[1])

    def test_a_stack_that_was_not_synthesised_is_said(self):
        with mock.patch.object(sys, "argv", ["bin/cost", "none", "--output", os.devnull]), self.assertRaises(SystemExit) as end:
            cost.main(pages([]))
        self.assertIn("run npx cdktf synth none first", end.exception.code)


if __name__ == "__main__":
    unittest.main()
