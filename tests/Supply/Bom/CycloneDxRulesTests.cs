using System.Text.Json.Nodes;

namespace CheckIn.Supply.Bom;

/// <summary>The rules are worth what they refuse: each way to break a good bill is found.</summary>
public sealed class CycloneDxRulesTests
{
    private static readonly Component[] Good =
    [
        new("application", "program", "1.0") { Ref = "a", Purl = "pkg:generic/program@1.0", DependsOn = ["b"] },
        new("library", "Package", "2.0")
        {
            Ref = "b", Purl = "pkg:nuget/Package@2.0", License = "MIT", Sha512 = new string('0', 128),
            Repository = "https://example.org/package",
        },
    ];

    public static TheoryData<string, string> Breakages => new()
    {
        { "specVersion", """ "1.5" """ },
        { "bomFormat", """ "SPDX" """ },
        { "serialNumber", """ "urn:uuid:nothing" """ },
        { "version", "0" },
        { "unheardOf", "1" },
        { "metadata/timestamp", """ "yesterday" """ },
        { "metadata/component/type", """ "program" """ },
        { "components/0/purl", """ "nuget/Package" """ },
        { "components/0/scope", """ "maybe" """ },
        { "components/0/cpe", """ "cpe:/a:b" """ },
        { "components/0/bom-ref", """ "a" """ },
        { "components/0/hashes/0/content", """ "00" """ },
        { "components/0/hashes/0/alg", """ "SHA-3" """ },
        { "components/0/licenses/0/license/id", """ "MIT-ish" """ },
        { "components/0/licenses/0/license/name", """ "and a name" """ },
        { "components/0/externalReferences/0/url", """ "no address" """ },
        { "components/0/author", """ "a member of 1.5" """ },
        { "dependencies/0/dependsOn/0", """ "c" """ },
        { "dependencies/1/ref", """ "a" """ },
        { "compositions/0/aggregate", """ "nearly" """ },
        { "compositions/0/assemblies/0", """ "c" """ },
    };

    [Fact]
    public void A_good_bill_has_no_problem() => Assert.Empty(CycloneDxRules.Problems(CycloneDx.Write(Good, null)));

    [Theory, MemberData(nameof(Breakages))]
    public void Each_breakage_is_found(string path, string value)
    {
        var bom = JsonNode.Parse(CycloneDx.Write(Good, null))!;
        var steps = path.Split('/');
        var at = steps[..^1].Aggregate(bom, Step);
        if (int.TryParse(steps[^1], out var last))
            at[last] = JsonNode.Parse(value);
        else
            at[steps[^1]] = JsonNode.Parse(value);
        Assert.NotEmpty(CycloneDxRules.Problems(bom.ToJsonString()));
    }

    [Theory]
    [InlineData("components/0", "licenses")]
    [InlineData("components/0", "hashes")]
    [InlineData("components/0", "name")]
    [InlineData("", "specVersion")]
    public void Each_omission_is_found(string path, string member)
    {
        var bom = JsonNode.Parse(CycloneDx.Write(Good, null))!;
        var at = path.Length == 0 ? bom
            : path.Split('/').Aggregate(bom, Step);
        Assert.True(at.AsObject().Remove(member));
        Assert.NotEmpty(CycloneDxRules.Problems(bom.ToJsonString()));
    }

    [Fact]
    public void A_component_left_out_of_the_graph_is_found()
    {
        var bom = JsonNode.Parse(CycloneDx.Write(Good, null))!;
        bom["dependencies"]!.AsArray().RemoveAt(1);
        Assert.Equal(["$.dependencies: b is left out"], CycloneDxRules.Problems(bom.ToJsonString()));
    }

    private static JsonNode Step(JsonNode node, string step) =>
        int.TryParse(step, out var index) ? node[index]! : node[step]!;
}
