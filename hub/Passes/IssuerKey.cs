using System.Text.Json.Serialization;

namespace CheckIn.Hub.Passes;

/// <summary>A key that signs passes, without its private half.</summary>
/// <param name="Kid">As in the pass, hexadecimal.</param>
/// <param name="Public">Uncompressed point, base64.</param>
/// <param name="SignsFrom">Before, gates only come to know it.</param>
internal sealed record IssuerKey(string Kid, string Public, DateTimeOffset MadeAt, DateTimeOffset SignsFrom);

/// <summary>As it lies on the disk.</summary>
internal sealed record IssuersFile(IReadOnlyList<IssuerKey> Keys);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IssuersFile))]
internal sealed partial class IssuersJson : JsonSerializerContext;
