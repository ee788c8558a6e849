namespace CheckIn.Contract;

/// <summary>
/// The AsyncAPI 3 document of everything that crosses MQTT, <c>asyncapi.json</c> beside this file: for whoever writes
/// another client. Tests hold it against the types, the topics and real messages.
/// </summary>
public static class ContractDocument
{
    private const string Name = "contract/asyncapi.json";

    /// <summary>The document, UTF-8; the caller disposes it.</summary>
    public static Stream Open() => typeof(ContractDocument).Assembly.GetManifestResourceStream(Name)!;
}
