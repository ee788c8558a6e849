using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Backups;

/// <summary>Backups that the hub makes by itself; section <c>Backup</c>.</summary>
public sealed class BackupOptions : IValidatableObject
{
    public const string Section = "Backup";

    /// <summary>
    /// Where backups go, on another medium or machine than the hub's data. Default none: none is made by itself. Needs
    /// a key (<c>checkin-hub backup key</c>).
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>How often, 1 h to 31 d, default 1 d.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "31.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many are kept, 1 to 1000, default 14; the oldest go.</summary>
    [Range(1, 1000)]
    public int Keep { get; set; } = 14;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Folder is not null && string.IsNullOrWhiteSpace(Folder))
            yield return new ValidationResult("Folder is empty: name one, or leave it out.", [nameof(Folder)]);
    }
}
