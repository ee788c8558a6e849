using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Supply.Build;

namespace CheckIn.Supply.Bom;

/// <summary>
/// CycloneDX 1.6 (ECMA-424, first edition) as JSON. The same components give the same bytes: everything is sorted, the
/// only time is the commit's, and the serial number is a hash of the rest (a UUID of version 8, RFC 9562, section
/// 5.8).
/// </summary>
internal static class CycloneDx
{
    internal const string FileSuffix = ".cdx.json";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="components">The program itself first.</param>
    internal static string Write(IReadOnlyList<Component> components, Commit? commit)
    {
        var content = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = "",
            ["version"] = 1,
            ["metadata"] = Metadata(components[0], commit),
            ["components"] = new JsonArray([.. components.Skip(1).Select(Node)]),
            ["dependencies"] = new JsonArray([.. components.Select(Dependencies)]),
            ["compositions"] = new JsonArray(new JsonObject
            {
                // What is below the frameworks (OpenSSL, ICU, libc, the kernel) is the machine's and not listed.
                ["aggregate"] = "incomplete",
                ["assemblies"] = new JsonArray(components[0].Ref),
            }),
        };
        content["serialNumber"] = Serial(content.ToJsonString(Layout));
        return content.ToJsonString(Layout) + "\n";
    }

    private static JsonObject Metadata(Component program, Commit? commit)
    {
        var metadata = new JsonObject();
        if (commit is not null)
            metadata["timestamp"] = commit.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        metadata["lifecycles"] = new JsonArray(new JsonObject { ["phase"] = "build" });
        metadata["tools"] = new JsonObject
        {
            ["components"] = new JsonArray(new JsonObject { ["type"] = "application", ["name"] = "CheckIn.Supply" }),
        };
        metadata["component"] = Node(program);
        if (commit is not null)
            metadata["properties"] = new JsonArray(Property("checkin:commit", commit.Hash));
        return metadata;
    }

    private static JsonObject Node(Component component)
    {
        var node = new JsonObject { ["type"] = component.Kind, ["bom-ref"] = component.Ref };
        if (component.Authors?.Split(',', StringSplitOptions.TrimEntries) is { } authors)
            node["authors"] = new JsonArray([.. authors.Select(name => new JsonObject { ["name"] = name })]);
        node["name"] = component.Name;
        Add(node, "version", component.Version);
        Add(node, "description", component.Description);
        Add(node, "scope", component.Kind == "file" ? null : component.IsOptional ? "optional" : "required");
        if (component.Sha512 is { } hash)
            node["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = hash });
        if (Licenses(component) is { } licenses)
            node["licenses"] = licenses;
        Add(node, "copyright", component.Copyright);
        Add(node, "cpe", component.Cpe);
        Add(node, "purl", component.Purl);
        if (component.Repository is { } repository)
            node["externalReferences"] = new JsonArray(new JsonObject { ["url"] = repository, ["type"] = "vcs" });
        var parts = component.Parts.OrderBy(one => one.Ref, StringComparer.Ordinal).ToArray();
        if (parts.Length > 0)
            node["components"] = new JsonArray([.. parts.Select(Node)]);
        if (component.Facts.Count > 0)
            node["properties"] = new JsonArray([.. component.Facts.Select(fact => Property(fact.Name, fact.Value))]);
        return node;
    }

    private static void Add(JsonObject node, string name, string? value)
    {
        if (value is not null)
            node[name] = value;
    }

    private static JsonArray? Licenses(Component component) => component switch
    {
        { License: { } expression } when expression.Contains(' ', StringComparison.Ordinal) =>
            new JsonArray(new JsonObject { ["expression"] = expression }),
        { License: { } id } => new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = id } }),
        { LicenseUrl: { } url } => new JsonArray(new JsonObject
        {
            ["license"] = new JsonObject { ["name"] = "see URL", ["url"] = url },
        }),
        _ => null,
    };

    private static JsonObject Dependencies(Component component)
    {
        var node = new JsonObject { ["ref"] = component.Ref };
        if (component.DependsOn.Count > 0)
        {
            node["dependsOn"] = new JsonArray(
                [.. component.DependsOn.Distinct().Order(StringComparer.Ordinal).Select(one => JsonValue.Create(one))]);
        }
        return node;
    }

    private static JsonObject Property(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static string Serial(string content)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }
}
