using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// What enrolment left on the gate: key, certificate, roots, who it is, the hub's settings. What belongs together is
/// replaced together (<see cref="StagedFiles"/>), by one process at a time. The hub's tag key lies here only until
/// <see cref="GateKeys"/> has taken it up: those ratchet every day, and a copy of an earlier day would undo that.
/// </summary>
internal sealed class EnrolmentStore
{
    internal const string SettingsFile = "settings.json";
    private const string KeyFileName = "gate.key";
    private const string CertificateFile = "gate.crt";
    private const string AuthorityFile = "authority.crt";
    private const string GateFile = "enrolment.json";
    private const string ProvisionFile = "provision.json";
    private const string DeliveryFile = "keys.json";
    private const string PendingFile = "pending.json";
    private const string WipingFile = "wiping";

    /// <summary>Says that a gate was here.</summary>
    internal const string WipedFile = "wiped.txt";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private readonly StagedFiles _files;

    internal EnrolmentStore(string directory)
    {
        Directory = Path.GetFullPath(directory);
        _files = new StagedFiles(Directory, GateFile);
    }

    internal string Directory { get; }

    /// <summary>Whether the gate is somebody; looks at the disk.</summary>
    internal bool IsEnrolled => File.Exists(Of(GateFile));

    /// <summary>Who the gate is; null = it is not enrolled.</summary>
    /// <exception cref="EnrolmentStoreException">The file cannot be read.</exception>
    internal EnrolledGate? Read() => Read(GateFile, EnrolmentFilesJson.Default.EnrolledGate);

    /// <exception cref="EnrolmentStoreException">A file is missing or cannot be read.</exception>
    internal StoredIdentity ReadIdentity() => Guard(() => new StoredIdentity(
        File.ReadAllText(Of(KeyFileName)), File.ReadAllText(Of(CertificateFile)), File.ReadAllText(Of(AuthorityFile))));

    internal StoredProvision? ReadProvision() => Read(ProvisionFile, EnrolmentFilesJson.Default.StoredProvision);

    /// <summary>
    /// What of an enrolment lies here though the file is missing that says whose it is; null = nothing.
    /// </summary>
    internal string? Remains() => File.Exists(Of(GateFile)) ? GateFile + " says nothing"
        : ((string[])[KeyFileName, CertificateFile]).FirstOrDefault(name => File.Exists(Of(name))) is { } left
            ? $"{left} is there without {GateFile}" : null;

    /// <summary>Keys that the hub delivered and <see cref="GateKeys"/> has not taken up; null = none.</summary>
    internal KeyDelivery? ReadDelivery() => Read(DeliveryFile, EnrolmentFilesJson.Default.KeyDelivery);

    internal PendingClaim? ReadPending() => Read(PendingFile, EnrolmentFilesJson.Default.PendingClaim);

    /// <summary>Keeps the key of a claim while it is asked for.</summary>
    internal void Keep(PendingClaim claim) => Guard(() =>
    {
        StagedFiles.MakeDirectory(Directory);
        KeyFile.Replace(Of(PendingFile), Json(claim, EnrolmentFilesJson.Default.PendingClaim));
        return claim;
    });

    /// <summary>The claim is answered, with yes or no.</summary>
    internal void ForgetPending() => Guard(() => Erased(PendingFile));

    /// <summary>The hub's keys are taken up; nothing of them stays here.</summary>
    internal void ForgetDelivery() => Guard(() => Erased(DeliveryFile));

    /// <summary>Stores everything that the hub granted, together.</summary>
    /// <param name="grant">The grant, believed already.</param>
    /// <param name="key">The gate's key, PEM.</param>
    /// <param name="replace">Whether it may take the place of an enrolment that is there.</param>
    /// <returns>False when the gate is enrolled already and may not be replaced.</returns>
    /// <exception cref="EnrolmentStoreException">It cannot be written; nothing has changed.</exception>
    internal bool Enrol(EnrolmentGrant grant, string key, bool replace) => Guard(() =>
    {
        StagedFiles.MakeDirectory(Directory);
        using var held = new DirectoryLock(Directory);
        _files.Recover();
        if (IsEnrolled && !replace)
            return false;
        var gate = new EnrolledGate(grant.Gate, grant.Name, grant.Mqtt, grant.Https, grant.At);
        _files.Commit(new Dictionary<string, byte[]>
        {
            [KeyFileName] = Encoding.ASCII.GetBytes(key),
            [CertificateFile] = Encoding.ASCII.GetBytes(grant.Certificate),
            [AuthorityFile] = Encoding.ASCII.GetBytes(grant.Authority),
            [SettingsFile] = Settings(grant.Provision.Settings, gate),
            [ProvisionFile] = Json(
                new StoredProvision(grant.Provision.Version, grant.Provision.Standing, Update: grant.Provision.Update),
                EnrolmentFilesJson.Default.StoredProvision),
            [DeliveryFile] = Json(grant.Provision.Keys, EnrolmentFilesJson.Default.KeyDelivery),
            [GateFile] = Json(gate, EnrolmentFilesJson.Default.EnrolledGate),
        });
        Erased(PendingFile);
        Erased(WipedFile);
        return true;
    });

    /// <summary>A new key with its certificate, and the roots as the hub named them.</summary>
    internal void Renew(StoredIdentity identity) => Guard(() =>
    {
        using var held = new DirectoryLock(Directory);
        _files.Commit(new Dictionary<string, byte[]>
        {
            [KeyFileName] = Encoding.ASCII.GetBytes(identity.Key),
            [CertificateFile] = Encoding.ASCII.GetBytes(identity.Certificate),
            [AuthorityFile] = Encoding.ASCII.GetBytes(identity.Authority),
        });
        return identity;
    });

    /// <summary>
    /// What the hub has for the gate now, but for its settings, which are wrong: those that lie here stay. It is asked for
    /// again, since what they do not go with may be mended here as well as there.
    /// </summary>
    internal void ProvisionWithout(ProvisionMessage provision, IReadOnlyList<SettingsError> problems) => Guard(() =>
    {
        using var held = new DirectoryLock(Directory);
        _files.Commit(new Dictionary<string, byte[]>
        {
            [ProvisionFile] = Json(
                new StoredProvision(provision.Version, provision.Standing, null, provision.Update, problems),
                EnrolmentFilesJson.Default.StoredProvision),
        });
        return true;
    });

    /// <summary>What the hub has for the gate now; its keys must be taken up already.</summary>
    /// <returns>Whether the settings are others than before.</returns>
    internal bool Provision(EnrolledGate gate, ProvisionMessage provision, string? tag) => Guard(() =>
    {
        using var held = new DirectoryLock(Directory);
        var settings = Settings(provision.Settings, gate);
        var changed = !File.Exists(Of(SettingsFile))
            || !File.ReadAllBytes(Of(SettingsFile)).AsSpan().SequenceEqual(settings);
        _files.Commit(new Dictionary<string, byte[]>
        {
            [SettingsFile] = settings,
            [ProvisionFile] = Json(
                new StoredProvision(provision.Version, provision.Standing, tag, provision.Update),
                EnrolmentFilesJson.Default.StoredProvision),
        });
        return changed;
    });

    /// <summary>
    /// Removes everything, keys overwritten. A file that is there meanwhile has whoever looks next go on with it after
    /// a power cut.
    /// </summary>
    internal void Wipe() => Guard(() =>
    {
        if (!System.IO.Directory.Exists(Directory))
            return true;
        using var held = new DirectoryLock(Directory);
        _files.Recover();
        if (!File.Exists(Of(WipingFile)))
            KeyFile.Create(Of(WipingFile), []);
        return EraseAll();
    });

    private bool EraseAll()
    {
        foreach (var name in (string[])[GateFile, KeyFileName, DeliveryFile, PendingFile, CertificateFile, AuthorityFile,
            SettingsFile, ProvisionFile, ScannerChoice.FileName, SettingsStore.FileName, WipingFile])
            Erased(name);
        return true;
    }

    /// <summary>
    /// The hub's settings as a source of configuration. What enrolment itself has said is not up to them: who the gate
    /// is and where its events go. Where these files lie was settled before they were read.
    /// </summary>
    internal static byte[] Settings(JsonObject settings, EnrolledGate gate)
    {
        var own = (JsonObject)settings.DeepClone();
        own.Remove("Enrolment");
        Section(own, "Gate")["Id"] = gate.Gate;
        if (gate.Name is { } name)
            Section(own, "Gate")["Name"] ??= name;
        Section(own, "Uplink")["Hub"] = gate.Mqtt.ToString().TrimEnd('/');
        return Encoding.UTF8.GetBytes(own.ToJsonString(Readable));
    }

    private static JsonObject Section(JsonObject settings, string name)
    {
        if (settings[name] is not JsonObject section)
            settings[name] = section = [];
        return section;
    }

    private T? Read<T>(string name, JsonTypeInfo<T> type) where T : class => Guard(() =>
    {
        if (_files.IsHalfDone || File.Exists(Of(WipingFile)))
        {
            using var held = new DirectoryLock(Directory);
            _files.Recover();
            if (File.Exists(Of(WipingFile)))
                EraseAll();
        }
        return File.Exists(Of(name)) ? JsonSerializer.Deserialize(File.ReadAllBytes(Of(name)), type) : null;
    });

    private T Guard<T>(Func<T> access)
    {
        try
        {
            return access();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new EnrolmentStoreException(
                $"What enrolment left in {Directory} cannot be used: {e.Message} The journal and its events are not "
                + "touched. Make Enrolment:Directory readable and writable for the gate's user alone, or enrol the "
                + "gate anew.", e);
        }
    }

    private bool Erased(string name)
    {
        KeyFile.Erase(Of(name));
        return true;
    }

    private static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private string Of(string name) => Path.Combine(Directory, name);
}

/// <summary>Enrolment's files cannot be read or written. The message says what is lost and what to do.</summary>
internal sealed class EnrolmentStoreException(string message, Exception inner) : Exception(message, inner);
