using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Mail;

namespace CheckIn.Hub.Notices;

/// <summary>How mail travels to its server.</summary>
public enum MailSecurity
{
    /// <summary>
    /// Encrypted by STARTTLS, or not at all sent; the certificate must be of an authority that the machine trusts.
    /// </summary>
    StartTls,
    /// <summary>In the clear, without a password: for a server on this machine or a wire of one's own.</summary>
    None,
}

/// <summary>The server that takes mail; section <c>Alerts:Mail</c>.</summary>
public sealed class MailOptions : IValidatableObject
{
    /// <summary>Its name, as its certificate has it. Default none: no mail is sent.</summary>
    public string? Server { get; set; }

    /// <summary>
    /// Default 587, where clients hand mail in; 25 between servers. 465 (TLS from the first byte) is not spoken.
    /// </summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Default StartTls.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Who the hub is there. Default none.</summary>
    public string? UserName { get; set; }

    /// <summary>
    /// Better given as a file of mode 600 that <c>Alerts:Mail:PasswordFile</c> names, or as the service manager's
    /// credential <c>Alerts.Mail.Password</c>. Default none.
    /// </summary>
    public string? Password { get; set; }

    /// <summary>From whom mail is, such as <c>checkin@example.vn</c>. Needed with <see cref="Server"/>.</summary>
    public string? From { get; set; }

    /// <summary>
    /// How long the server may take for one message, 1 s to 5 min, default 30 s; then it is tried again later.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Server))
            yield break;
        if (!MailAddress.TryCreate(From, out var from) || from.Address != From)
            yield return new ValidationResult(
                $"Alerts:Mail:From is '{From}', but with Alerts:Mail:Server '{Server}' it must be one mailbox, such as "
                    + "checkin@example.vn.");
        if (Security == MailSecurity.None && !string.IsNullOrEmpty(Password) && !IsThisMachine(Server))
            yield return new ValidationResult(
                $"Alerts:Mail:Password would go in the clear to '{Server}', because Alerts:Mail:Security is None. "
                    + "Leave one of them out.");
        if (string.IsNullOrEmpty(UserName) != string.IsNullOrEmpty(Password))
            yield return new ValidationResult(
                $"Alerts:Mail:UserName is '{UserName}' and Alerts:Mail:Password is "
                    + (string.IsNullOrEmpty(Password) ? "missing" : "given") + "; give both or none.");
    }

    private static bool IsThisMachine(string server) => server.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(server, out var address) && IPAddress.IsLoopback(address));
}
