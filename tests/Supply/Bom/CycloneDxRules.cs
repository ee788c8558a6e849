using System.Text.Json;
using System.Text.RegularExpressions;

namespace CheckIn.Supply.Bom;

/// <summary>
/// The rules of CycloneDX 1.6 for the parts of it that are written here, restated from its published JSON schema
/// (bom-1.6.schema.json of github.com/CycloneDX/specification) and from what its text demands beyond: members allowed
/// and required, formats, enumerations; every bom-ref unique, every reference to one resolved, every component in the
/// dependency graph. Stricter than the schema in one thing: a library that is shipped must say its licence and hash.
/// </summary>
internal static partial class CycloneDxRules
{
    private static readonly Dictionary<string, Rule> Members = new(StringComparer.Ordinal)
    {
        ["bom"] = new(["bomFormat", "specVersion"],
            ["$schema", "serialNumber", "version", "metadata", "components", "dependencies", "compositions", "properties"]),
        ["metadata"] = new([], ["timestamp", "lifecycles", "tools", "component", "properties"]),
        ["component"] = new(["type", "name"],
            ["bom-ref", "authors", "version", "description", "scope", "hashes", "licenses", "copyright", "cpe", "purl",
                "externalReferences", "components", "properties"]),
        ["hash"] = new(["alg", "content"], []),
        ["license"] = new([], ["id", "name", "url"]),
        ["property"] = new(["name"], ["value"]),
        ["dependency"] = new(["ref"], ["dependsOn"]),
        ["reference"] = new(["url", "type"], []),
        ["composition"] = new(["aggregate"], ["assemblies"]),
    };

    private static readonly string[] Kinds =
    [
        "application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver",
        "firmware", "file", "machine-learning-model", "data", "cryptographic-asset",
    ];

    private static readonly string[] Aggregates =
    [
        "complete", "incomplete", "incomplete_first_party_only", "incomplete_first_party_proprietary_only",
        "incomplete_first_party_opensource_only", "incomplete_third_party_only", "incomplete_third_party_proprietary_only",
        "incomplete_third_party_opensource_only", "unknown", "not_specified",
    ];

    /// <summary>
    /// The identifiers of the SPDX licence list that occur here; another one is looked up there and added.
    /// </summary>
    private static readonly string[] Spdx =
        ["MIT", "Apache-2.0", "BSD-3-Clause", "MS-PL", "blessing", "IJG", "Zlib"];

    /// <summary>What is wrong, each with its place; empty = nothing.</summary>
    internal static IReadOnlyList<string> Problems(string text)
    {
        var problems = new List<string>();
        using var document = JsonDocument.Parse(text);
        var bom = document.RootElement;
        Look(bom, "bom", "$", problems);
        Want(problems, "$.bomFormat", Text(bom, "bomFormat") == "CycloneDX");
        Want(problems, "$.specVersion", Text(bom, "specVersion") == "1.6");
        Want(problems, "$.serialNumber", Text(bom, "serialNumber") is { } serial && Serial().IsMatch(serial));
        Want(problems, "$.version", bom.TryGetProperty("version", out var version) && version.GetInt32() >= 1);
        var refs = new List<string>();
        if (bom.TryGetProperty("metadata", out var metadata))
            LookAtMetadata(metadata, refs, problems);
        foreach (var component in Items(bom, "components"))
            LookAtComponent(component, "$.components", refs, problems);
        LookAtGraph(bom, refs, problems);
        return problems;
    }

    private static void LookAtMetadata(JsonElement metadata, List<string> refs, List<string> problems)
    {
        Look(metadata, "metadata", "$.metadata", problems);
        Want(problems, "$.metadata.timestamp", Text(metadata, "timestamp") is not { } at || Timestamp().IsMatch(at));
        if (metadata.TryGetProperty("component", out var program))
            LookAtComponent(program, "$.metadata.component", refs, problems);
        foreach (var property in Items(metadata, "properties"))
            Look(property, "property", "$.metadata.properties", problems);
        foreach (var phase in Items(metadata, "lifecycles"))
        {
            Want(problems, "$.metadata.lifecycles", Text(phase, "phase")
                is "design" or "pre-build" or "build" or "post-build" or "operations" or "discovery" or "decommission");
        }
    }

    private static void LookAtComponent(JsonElement component, string place, List<string> refs, List<string> problems)
    {
        var at = $"{place}[{Text(component, "name")}]";
        Look(component, "component", at, problems);
        var kind = Text(component, "type");
        Want(problems, at + ".type", Kinds.Contains(kind));
        Want(problems, at + ".scope", Text(component, "scope") is null or "required" or "optional" or "excluded");
        Want(problems, at + ".purl", Text(component, "purl") is not { } purl || PackageUrl().IsMatch(purl));
        Want(problems, at + ".cpe", Text(component, "cpe") is not { } cpe || PlatformName().IsMatch(cpe));
        if (Text(component, "bom-ref") is { Length: > 0 } bomRef)
            refs.Add(bomRef);
        foreach (var hash in Items(component, "hashes"))
        {
            Look(hash, "hash", at + ".hashes", problems);
            Want(problems, at + ".hashes", Text(hash, "alg") == "SHA-512" && Sha512().IsMatch(Text(hash, "content") ?? ""));
        }
        LookAtLicenses(component, at, problems);
        foreach (var reference in Items(component, "externalReferences"))
        {
            Look(reference, "reference", at + ".externalReferences", problems);
            Want(problems, at + ".externalReferences", Uri.TryCreate(Text(reference, "url"), UriKind.Absolute, out _));
        }
        foreach (var property in Items(component, "properties"))
            Look(property, "property", at + ".properties", problems);
        foreach (var part in Items(component, "components"))
            LookAtComponent(part, at, refs, problems);
        if (kind == "library" && Text(component, "purl")?.StartsWith("pkg:nuget/", StringComparison.Ordinal) == true)
        {
            Want(problems, at + ": no licence", component.TryGetProperty("licenses", out _));
            Want(problems, at + ": no hash", component.TryGetProperty("hashes", out _));
        }
    }

    private static void LookAtLicenses(JsonElement component, string at, List<string> problems)
    {
        var licenses = Items(component, "licenses");
        var expressions = licenses.Count(one => one.TryGetProperty("expression", out _));
        // Either any number of licences, or exactly one expression.
        Want(problems, at + ".licenses", expressions == 0 || (expressions == 1 && licenses.Length == 1));
        foreach (var one in licenses)
        {
            if (Text(one, "expression") is { } expression)
            {
                Want(problems, at + ".licenses.expression", expression.Split(' ', '(', ')')
                    .Where(word => word is not ("" or "AND" or "OR" or "WITH")).All(Spdx.Contains));
                continue;
            }
            var license = one.GetProperty("license");
            Look(license, "license", at + ".licenses", problems);
            var (id, name) = (Text(license, "id"), Text(license, "name"));
            Want(problems, at + ".licenses", (id is null) != (name is null) && (id is null || Spdx.Contains(id)));
        }
    }

    private static void LookAtGraph(JsonElement bom, List<string> refs, List<string> problems)
    {
        foreach (var twice in refs.GroupBy(one => one, StringComparer.Ordinal).Where(group => group.Count() > 1))
            problems.Add($"bom-ref {twice.Key} is there {twice.Count()} times");
        var known = refs.ToHashSet(StringComparer.Ordinal);
        var nodes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var dependency in Items(bom, "dependencies"))
        {
            Look(dependency, "dependency", "$.dependencies", problems);
            var from = Text(dependency, "ref") ?? "";
            Want(problems, $"$.dependencies: {from} twice", nodes.Add(from));
            Want(problems, $"$.dependencies: {from} resolves to nothing", known.Contains(from));
            var to = Items(dependency, "dependsOn").Select(one => one.GetString()!).ToArray();
            Want(problems, $"$.dependencies[{from}]: one twice", to.Distinct().Count() == to.Length);
            foreach (var lost in to.Where(one => !known.Contains(one)))
                problems.Add($"$.dependencies[{from}]: {lost} resolves to nothing");
        }
        foreach (var composition in Items(bom, "compositions"))
        {
            Look(composition, "composition", "$.compositions", problems);
            Want(problems, "$.compositions.aggregate", Aggregates.Contains(Text(composition, "aggregate")));
            Want(problems, "$.compositions", Items(composition, "assemblies").All(one => known.Contains(one.GetString()!)));
        }
        foreach (var left in known.Where(one => !one.StartsWith("file:", StringComparison.Ordinal)).Except(nodes))
            problems.Add($"$.dependencies: {left} is left out");
    }

    private static void Look(JsonElement node, string kind, string place, List<string> problems)
    {
        var rule = Members[kind];
        foreach (var missing in rule.Required.Where(name => !node.TryGetProperty(name, out _)))
            problems.Add($"{place}: {missing} is missing");
        foreach (var name in node.EnumerateObject().Select(one => one.Name).Except(rule.Required).Except(rule.Allowed))
            problems.Add($"{place}: {name} is not allowed");
    }

    private static void Want(List<string> problems, string place, bool holds)
    {
        if (!holds)
            problems.Add(place);
    }

    private static string? Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement[] Items(JsonElement node, string name) =>
        node.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];

    private sealed record Rule(string[] Required, string[] Allowed);

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
    private static partial Regex Serial();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
    private static partial Regex Timestamp();

    [GeneratedRegex("^[a-f0-9]{128}$")]
    private static partial Regex Sha512();

    [GeneratedRegex("^pkg:[a-z]+/[A-Za-z0-9._~%-]+(@[A-Za-z0-9._~%-]+)?$")]
    private static partial Regex PackageUrl();

    [GeneratedRegex("^cpe:2\\.3:[aho](:[A-Za-z0-9._*\\\\-]+){10}$")]
    private static partial Regex PlatformName();
}
