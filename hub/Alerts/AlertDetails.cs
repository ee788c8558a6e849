namespace CheckIn.Hub.Alerts;

/// <summary>
/// Names of the figures that an alert's sentence is made of. Values are invariant; none is of a person.
/// </summary>
public static class AlertDetails
{
    /// <summary>Events that wait, as last told. Of backlog, and of a gate's offline.</summary>
    public const string Backlog = "backlog";
    /// <summary>One of the words of an outage's cause. Of offline.</summary>
    public const string Cause = "cause";
    /// <summary><c>true</c> = the cause is proved; else it is probable.</summary>
    public const string IsSure = "is_sure";
    /// <summary>How many gates are lost. Of a site's, a node's or the hub's offline.</summary>
    public const string Gates = "gates";
    /// <summary>At how many sites. Of a node's or the hub's offline.</summary>
    public const string Sites = "sites";
    /// <summary>Lanes concerned, with commas. Of scanner_lost.</summary>
    public const string Lanes = "lanes";
    /// <summary>Days until a certificate ends, negative after.</summary>
    public const string Days = "days";
    /// <summary>The gate's clock less the hub's, ms. Of clock.</summary>
    public const string AheadMs = "ahead_ms";
    /// <summary>Per cent: how full a journal is; how many pictures could not be read.</summary>
    public const string Percent = "percent";
    /// <summary>Pictures that something like a code was on. Of unreadable_rate.</summary>
    public const string Pictures = "pictures";
    /// <summary>Of too_hot.</summary>
    public const string TemperatureC = "temperature_c";
    /// <summary>MiB left. Of disk_low.</summary>
    public const string FreeMb = "free_mb";
    /// <summary>
    /// <c>down</c> = the hub's link to an external MQTT server is, so it hears no gate. Of hub_trouble.
    /// </summary>
    public const string Link = "link";
    /// <summary>Messages to so many recipients were given up. Of hub_trouble.</summary>
    public const string Recipients = "recipients";
    /// <summary>The first row that is not as it was written. Of audit_broken.</summary>
    public const string Row = "row";
    /// <summary>When the last good backup was made, ISO 8601 in UTC; not there = never. Of backup_failed.</summary>
    public const string LastGood = "last_good";
    /// <summary>
    /// It was cleared because an alert of the whole site, node or fleet stands in its place, and not because what it
    /// told of is over: <c>site:CODE</c>, <c>node:CODE</c> or <c>hub:</c>.
    /// </summary>
    public const string Into = "into";
}
