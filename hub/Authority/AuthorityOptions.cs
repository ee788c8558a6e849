using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Authority;

/// <summary>
/// The hub's own certificate authority; section <c>Authority</c>. It is made at the first start that needs it.
/// </summary>
public sealed class AuthorityOptions
{
    public const string Section = "Authority";

    /// <summary>
    /// Where its certificates, the issuing key and the revocation list are, mode 700. Default: <c>authority</c> beside
    /// the events. Back it up apart from them.
    /// </summary>
    public string? Directory { get; set; }

    /// <summary>
    /// Where the root's private key is written when it is made. Default: <c>root-private</c> below <see
    /// cref="Directory"/>. The hub does not need it to run: move it to a medium that lies in a safe.
    /// </summary>
    public string? RootDirectory { get; set; }

    /// <summary>
    /// A file whose first line protects the private keys (PKCS #8, AES-256). Default none: file modes protect them.
    /// </summary>
    public string? PassphraseFile { get; set; }

    /// <summary>
    /// Life of a gate's certificate. Default 365 days, 1 hour to 5 years; gates renew at two thirds of it.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "1830.00:00:00")]
    public TimeSpan GateLifetime { get; set; } = TimeSpan.FromDays(365);
}
