using System.ComponentModel.DataAnnotations;

namespace CheckIn.Rules;

/// <summary>
/// Section <c>Rules</c>: who may pass. A gate binds it from its settings, the hub from those that it sends; what comes of it
/// is decided by the same <see cref="RuleEngine"/>. Lists are texts with commas, so that a layer that says one replaces it
/// as a whole.
/// </summary>
public sealed class RulesOptions : IValidatableObject
{
    /// <summary>Most categories, and most entries about lanes.</summary>
    public const int Most = 16;

    /// <summary>A category: 1 to 32 of a to z, 0 to 9 and "-".</summary>
    internal const string Word = "^[a-z0-9-]{1,32}$";

    /// <summary>A time on the wall, such as 2026-12-24T18:00; empty = none.</summary>
    internal const string WallTime = "^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})?$";

    /// <summary>
    /// The IANA time zone of hours, dates and days, default <c>Asia/Ho_Chi_Minh</c>. A zone that the machine has no data of is
    /// refused at start.
    /// </summary>
    [Required]
    [StringLength(64)]
    public string TimeZone { get; set; } = RuleZone.Standard;

    /// <summary>
    /// Public holidays (<c>PH</c> in hours) beside 1 January, 30 April, 1 May and 2 September, with commas:
    /// <c>2026-02-16, 2026-02-17</c>. At most 4,000 characters.
    /// </summary>
    [StringLength(4000)]
    public string Holidays { get; set; } = "";

    /// <summary>
    /// When a day of rules begins, whole minutes, 00:00 to 23:59, default 03:00: from then on nobody counts as inside, and
    /// entries are counted anew.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:00")]
    public TimeSpan DayBeginsAt { get; set; } = TimeSpan.FromHours(3);

    /// <summary>Category of whoever no pass and no card says one of, default <c>visitor</c>.</summary>
    [Required]
    [RegularExpression(Word)]
    public string DefaultCategory { get; set; } = "visitor";

    /// <summary>
    /// Kinds that may pass, with commas: <c>NationalPersonalQr</c>, <c>Cccd</c>, <c>CanCuoc</c>, <c>InsuranceCard</c>,
    /// <c>HealthCertificate</c>, <c>Pass</c>. Default: all but <c>HealthCertificate</c>.
    /// </summary>
    [Required]
    [StringLength(200)]
    public string Kinds { get; set; } = "NationalPersonalQr, Cccd, CanCuoc, InsuranceCard, Pass";

    /// <summary>Categories that may enter, with commas; empty (default) = every one.</summary>
    [StringLength(600)]
    public string AdmittedCategories { get; set; } = "";

    /// <summary>
    /// When people may enter, such as <c>Mo-Fr 06:00-18:00; PH off</c> (<see cref="CheckIn.Time.OpeningHours"/>); empty
    /// (default) = always. A category may have its own.
    /// </summary>
    [StringLength(500)]
    public string Hours { get; set; } = "";

    /// <summary>
    /// Of an event: from when people may enter, on the wall, such as <c>2026-12-24T18:00</c>; empty (default) = no bound.
    /// </summary>
    [RegularExpression(WallTime)]
    public string From { get; set; } = "";

    /// <summary>Of an event: until when, likewise; that minute is not in it any more.</summary>
    [RegularExpression(WallTime)]
    public string Until { get; set; } = "";

    /// <summary>
    /// Codes of no known kind, default <c>Refuse</c>. Posters, codes of enrolment and codes too long are always refused.
    /// </summary>
    public RulePolicy UnknownCodes { get; set; }

    /// <summary>
    /// Whoever is on no list of cards and has no valid pass, default <c>Admit</c>. <c>Refuse</c> without a list lets nobody in
    /// but by a pass.
    /// </summary>
    public RulePolicy Unlisted { get; set; } = RulePolicy.Admit;

    /// <summary>Proof wanted of a health certificate, default <c>Required</c>.</summary>
    public ProofPolicy HealthCertificates { get; set; }

    /// <summary>Proof wanted of a pass, default <c>Required</c>; with <c>IfKeyKnown</c> anybody can make one.</summary>
    public ProofPolicy Passes { get; set; }

    /// <summary>
    /// Code of the gate's site: passes for it, and for no place in particular, are good here; empty (default) = as the hub
    /// says where the gate stands.
    /// </summary>
    [RegularExpression("^[A-Za-z0-9._-]{0,64}$")]
    public string Site { get; set; } = "";

    /// <summary>
    /// Codes of the nodes that the site lies in, with commas: passes for one of them are good here; empty (default) = as the
    /// hub says where the gate stands.
    /// </summary>
    [StringLength(600)]
    public string Nodes { get; set; } = "";

    /// <summary>
    /// Rotating codes while the gate's clock is not good enough to judge them, default <c>Refuse</c>; with <c>Admit</c> a
    /// photograph passes meanwhile.
    /// </summary>
    public RulePolicy RotatingWithoutClock { get; set; }

    /// <summary>
    /// Hours, dates and validities, of cards, passes and health certificates alike, while the clock may be wrong by more than
    /// <see cref="ClockErrorAtMost"/>, or by nobody knows how much; default <c>Trust</c>.
    /// </summary>
    public ClockPolicy WithoutClock { get; set; }

    /// <summary>By how much the clock may be wrong and still be sure, 1 s to 1 h, default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ClockErrorAtMost { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Anti-passback: whoever is inside may not enter again before he has left; default <c>Off</c>. It needs a way out that
    /// reads codes at the same gate, and nobody is ever kept in by it.
    /// </summary>
    public Enforcement Passback { get; set; }

    /// <summary>Least time from one entry of somebody to his next, 0 (default, none) to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ReentryAfter { get; set; }

    /// <summary>Most entries of somebody in a day of rules, 1 to 1000; 0 (default) = no bound.</summary>
    [Range(0, 1000)]
    public int EntriesADay { get; set; }

    /// <summary>
    /// Most people inside, 1 to 1,000,000; 0 (default) = no cap. They are those of the whole site while the hub says how many
    /// that are, else those that this gate counts.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MostInside { get; set; }

    /// <summary>Beyond that, default <c>Hard</c>.</summary>
    public Enforcement WhenFull { get; set; } = Enforcement.Hard;

    /// <summary>
    /// Beyond that while the hub is away, or says no longer how many are inside the site, so that nobody can put the count right;
    /// default <c>Soft</c>.
    /// </summary>
    public Enforcement WhenFullWithoutHub { get; set; } = Enforcement.Soft;

    /// <summary>Categories that have rules of their own, at most 16.</summary>
    [MaxLength(Most)]
    public IList<CategoryOptions> Categories { get; } = [];

    /// <summary>
    /// What is otherwise in some lanes, at most 16; of several that say the same thing of a lane the last holds.
    /// </summary>
    [MaxLength(Most)]
    public IList<LaneRulesOptions> Lanes { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        RulesCheck.Problems(this).Select(static problem => new ValidationResult(problem.English));
}

/// <summary>A category with rules of its own, section <c>Rules:Categories:n</c>.</summary>
public sealed class CategoryOptions
{
    /// <summary>Its word: <c>staff</c>, <c>visitor</c>, <c>deliverer</c> or another, 1 to 32 of a to z, 0 to 9 and "-".</summary>
    [Required]
    [RegularExpression(RulesOptions.Word)]
    public string Category { get; set; } = "";

    /// <summary>When it may enter, in place of the lane's hours; empty (default) = those, <c>24/7</c> = always.</summary>
    [StringLength(500)]
    public string Hours { get; set; } = "";

    /// <summary>Kinds that it may show, in place of the lane's; empty (default) = those.</summary>
    [StringLength(200)]
    public string Kinds { get; set; } = "";

    /// <summary>
    /// It comes and goes: anti-passback and rules about entries are not asked. Default false; a category <c>deliverer</c> that is
    /// not listed here is so.
    /// </summary>
    public bool ComesAndGoes { get; set; }
}

/// <summary>What is otherwise in some lanes, section <c>Rules:Lanes:n</c>; what is not said is as for all.</summary>
public sealed class LaneRulesOptions
{
    /// <summary>Name of the lane; empty (default) = every lane.</summary>
    [RegularExpression("^[a-z0-9-]{0,64}$")]
    public string Lane { get; set; } = "";

    /// <summary>Only lanes that lead that way; absent = both.</summary>
    public Contract.Direction? Direction { get; set; }

    /// <inheritdoc cref="RulesOptions.Kinds"/>
    [StringLength(200)]
    public string? Kinds { get; set; }

    /// <inheritdoc cref="RulesOptions.AdmittedCategories"/>
    [StringLength(600)]
    public string? AdmittedCategories { get; set; }

    /// <inheritdoc cref="RulesOptions.Hours"/>
    [StringLength(500)]
    public string? Hours { get; set; }

    /// <inheritdoc cref="RulesOptions.From"/>
    [RegularExpression(RulesOptions.WallTime)]
    public string? From { get; set; }

    /// <inheritdoc cref="RulesOptions.Until"/>
    [RegularExpression(RulesOptions.WallTime)]
    public string? Until { get; set; }

    /// <inheritdoc cref="RulesOptions.UnknownCodes"/>
    public RulePolicy? UnknownCodes { get; set; }

    /// <inheritdoc cref="RulesOptions.Unlisted"/>
    public RulePolicy? Unlisted { get; set; }

    /// <inheritdoc cref="RulesOptions.Passback"/>
    public Enforcement? Passback { get; set; }

    /// <inheritdoc cref="RulesOptions.ReentryAfter"/>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan? ReentryAfter { get; set; }

    /// <inheritdoc cref="RulesOptions.EntriesADay"/>
    [Range(0, 1000)]
    public int? EntriesADay { get; set; }

    /// <summary>Whether it concerns this lane.</summary>
    internal bool Concerns(string lane, Contract.Direction direction) =>
        (Lane.Length == 0 || Lane == lane) && (Direction is null || Direction == direction);
}
