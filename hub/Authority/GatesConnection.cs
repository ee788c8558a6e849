namespace CheckIn.Hub.Authority;

/// <summary>
/// A connection to the gates' HTTPS, a feature of every request on it:
/// <c>http.Features.Get&lt;GatesConnection&gt;()</c>. On any other listener there is none.
/// </summary>
internal sealed class GatesConnection(ReadOnlyMemory<byte> serverCertificate)
{
    /// <summary>SHA-256 of the certificate that was shown on this very connection, DER.</summary>
    internal ReadOnlyMemory<byte> ServerCertificate { get; } = serverCertificate;

    /// <summary>
    /// What the client's certificate proved in the handshake. A connection may outlive a revocation: ask
    /// <see cref="GateIn"/> with every request.
    /// </summary>
    internal ClientJudgement Client { get; set; } = new(null, null, ClientFaults.None);

    /// <summary>The gate that speaks, its certificate being good at this moment; null = nobody proven.</summary>
    internal string? GateIn(GateIdentities identities) =>
        Client is { Gate: { } gate, Serial: { } serial } && !identities.IsRevoked(serial) ? gate : null;
}
