using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Hub.Authority;

namespace CheckIn.Hub.Enrolment;

/// <summary>What a gate says of itself when it asks for a certificate, checked.</summary>
/// <param name="Csr">PKCS #10, DER; its signature fits and its key is of P-256.</param>
/// <param name="Key">Its public key, SubjectPublicKeyInfo in DER.</param>
/// <param name="Software">Printable and short.</param>
/// <param name="Machine">The same; null = not said.</param>
internal sealed record RequestingGate(byte[] Csr, byte[] Key, string Software, string? Machine)
{
    private const int NonceSize = 16;

    /// <summary>Null = it cannot be used.</summary>
    internal static RequestingGate? Read(ReadOnlySpan<byte> body, int maxMachine, int maxSoftware)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, EnrolmentJson.Default.EnrolmentRequest) is not
                { Csr: { } csr, Nonce: { } nonce, Software: var software, Machine: var machine })
                return null;
            if (Convert.FromBase64String(nonce).Length != NonceSize)
                return null;
            var request = Convert.FromBase64String(csr);
            var key = SigningRequest.KeyOf(request).ExportSubjectPublicKeyInfo();
            return new RequestingGate(
                request, key, Printable(software ?? "", maxSoftware),
                machine is null ? null : Printable(machine, maxMachine));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static string Printable(string text, int most) =>
        new([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(most)]);
}
