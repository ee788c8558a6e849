using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Enrolment;

/// <summary>
/// A one-time code as a technician meets it: <c>7K2M-QF4X-9TWD-HRPA@hub.example:8443</c>, in a QR picture with
/// <see cref="Scheme"/> before it. Sixteen symbols of Crockford's base 32: four name the claim at the hub, eleven (55
/// random bits) are its secret, one checks the other fifteen, so that a slip of the pen is told before anybody is asked.
/// The secret never crosses the wire: gate and hub prove to each other that they know it (<see cref="EnrolmentProof"/>),
/// and each proof is bound to the certificate that the hub shows, so that nobody between them gets anything he could use.
/// Behind @ is where the hub is reached, the port <see cref="DefaultPort"/> when it says none.
/// </summary>
public sealed record EnrolmentCode
{
    /// <summary>What a QR picture has before the code, so that a gate's scanner knows it from everybody's codes.</summary>
    public const string Scheme = "checkin-enrol:";
    /// <summary>Port of a hub's HTTPS for gates.</summary>
    public const int DefaultPort = 8443;
    /// <summary>Symbols of <see cref="Id"/>.</summary>
    public const int IdLength = 4;
    /// <summary>Characters of an address at most, the port included.</summary>
    public const int MaxAddress = 255;

    private const int SecretLength = 11;
    private const int Length = IdLength + SecretLength + 1;
    private readonly string _symbols;

    private EnrolmentCode(string symbols, string host, int port) => (_symbols, Host, Port) = (symbols, host, port);

    /// <summary>The claim's name at the hub, four symbols; no secret.</summary>
    public string Id => _symbols[..IdLength];

    /// <summary>DNS name or IP address of the hub; an IPv6 address in brackets.</summary>
    public string Host { get; }

    /// <summary>TCP port there.</summary>
    public int Port { get; }

    /// <summary>Where the hub takes claims.</summary>
    public Uri Hub => new($"https://{Host}:{Port}/");

    /// <summary>A new code.</summary>
    /// <param name="id">A name that no other living claim has, from <see cref="NewId"/>.</param>
    /// <param name="address">Host, or host:port.</param>
    /// <exception cref="FormatException">The address is none.</exception>
    public static EnrolmentCode New(string id, string address)
    {
        var (host, port) = ParseAddress(address);
        var body = id + Random(SecretLength);
        return new EnrolmentCode(body + CheckOf(body), host, port);
    }

    /// <summary>A random name of a claim.</summary>
    public static string NewId() => Random(IdLength);

    /// <summary>
    /// Reads a code as a person types it or a scanner reads it: any case, hyphens and spaces anywhere, the scheme or
    /// not; I and L pass for 1, O for 0.
    /// </summary>
    /// <exception cref="EnrolmentCodeException">It is none; the exception says which of the ways.</exception>
    public static EnrolmentCode Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text.Trim();
        if (rest.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            rest = rest[Scheme.Length..];
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var symbols = Normalise(at < 0 ? rest : rest[..at]);
        if (symbols.Length != Length)
            throw new EnrolmentCodeException(CodeFault.WrongLength, $"a code has {Length} symbols, not {symbols.Length}");
        if (CheckOf(symbols[..^1]) != symbols[^1])
            throw new EnrolmentCodeException(CodeFault.Mistyped, "at least one symbol is mistaken");
        if (at < 0)
            throw new EnrolmentCodeException(CodeFault.NoAddress, "it does not say where the hub is");
        try
        {
            var (host, port) = ParseAddress(rest[(at + 1)..]);
            return new EnrolmentCode(symbols, host, port);
        }
        catch (FormatException e)
        {
            throw new EnrolmentCodeException(CodeFault.WrongAddress, e.Message);
        }
    }

    /// <summary>Whether a scanned text is meant as an enrolment code, a good one or not.</summary>
    public static bool IsMeant(ReadOnlySpan<byte> scanned) =>
        scanned.Length > Scheme.Length && Ascii.EqualsIgnoreCase(scanned[..Scheme.Length], Scheme);

    /// <summary>
    /// The key that both sides prove to know: PBKDF2-SHA256 of the symbols, 10,000 rounds, 32 bytes. The hub keeps it in
    /// place of the code.
    /// </summary>
    public byte[] Key() => Rfc2898DeriveBytes.Pbkdf2(
        _symbols, Encoding.ASCII.GetBytes("checkin/v1/enrolment/" + Id), 10_000, HashAlgorithmName.SHA256, 32);

    /// <summary>As it is read out and typed.</summary>
    public override string ToString() =>
        $"{_symbols[..4]}-{_symbols[4..8]}-{_symbols[8..12]}-{_symbols[12..]}@{Host}{(Port == DefaultPort ? "" : $":{Port}")}";

    /// <summary>As it stands in a QR picture.</summary>
    public string ToQr() => Scheme + ToString();

    private static (string Host, int Port) ParseAddress(string address)
    {
        var trimmed = address.Trim();
        if (trimmed.Length is 0 or > MaxAddress || !Uri.TryCreate("https://" + trimmed, UriKind.Absolute, out var uri)
            || uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6)
            || uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            throw new FormatException($"'{trimmed}' is not a host name or address with or without :port");
        var saysPort = !uri.IsDefaultPort || trimmed.EndsWith(":443", StringComparison.Ordinal);
        return (uri.Host, saysPort ? uri.Port : DefaultPort);
    }

    private static string Normalise(string text)
    {
        var symbols = new StringBuilder(Length);
        foreach (var c in text.ToUpperInvariant())
        {
            if (c is '-' or ' ' or '\t' or '\u2010' or '\u2011' or '\u2013')
                continue;
            var symbol = c switch { 'I' or 'L' => '1', 'O' => '0', _ => c };
            if (!Base32.Symbols.Contains(symbol, StringComparison.Ordinal))
                throw new EnrolmentCodeException(CodeFault.NoSymbol, $"'{c}' occurs in no code");
            symbols.Append(symbol);
        }
        return symbols.ToString();
    }

    private static string Random(int length) => string.Create(length, 0, static (span, _) =>
    {
        foreach (ref var symbol in span)
            symbol = Base32.Symbols[RandomNumberGenerator.GetInt32(Base32.Symbols.Length)];
    });

    /// <summary>
    /// A weighted sum over GF(32), each place with another power of a generator: every single wrong symbol shows, and
    /// every two that changed places.
    /// </summary>
    private static char CheckOf(string body)
    {
        var sum = 0;
        foreach (var symbol in body)
            sum = Times2(sum ^ Base32.Symbols.IndexOf(symbol, StringComparison.Ordinal));
        return Base32.Symbols[sum];
    }

    /// <summary>Times x in GF(2)[x] / (x^5 + x^2 + 1), whose x generates every element but 0.</summary>
    private static int Times2(int value) => value < 16 ? value << 1 : (value << 1) ^ 0b100101;
}

/// <summary>In which way a text is no enrolment code.</summary>
public enum CodeFault
{
    /// <summary>It has another number of symbols.</summary>
    WrongLength,
    /// <summary>A character in it occurs in no code.</summary>
    NoSymbol,
    /// <summary>The check symbol does not fit: something is mistyped or was changed.</summary>
    Mistyped,
    /// <summary>Nothing follows that says where the hub is.</summary>
    NoAddress,
    /// <summary>What follows is no address.</summary>
    WrongAddress,
}

/// <summary>A text is no enrolment code.</summary>
public sealed class EnrolmentCodeException(CodeFault fault, string message) : FormatException(message)
{
    /// <summary>In which way.</summary>
    public CodeFault Fault { get; } = fault;
}
