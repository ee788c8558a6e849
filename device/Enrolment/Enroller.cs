using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Gate.Health;
using CheckIn.Gate.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.Timeout;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// Takes up a claim: makes the gate's key here, asks the hub with a signing request and the proof of the code, checks
/// the hub's own proof, and only then writes what it got to Enrolment:Directory, all of it or nothing. On a network
/// that comes and goes it asks again with the same key, which the hub answers the same, for as long as
/// <c>Enrolment:Patience</c>; the key is kept beside the claim's name meanwhile, so that neither a power cut nor a
/// second attempt costs a code. A refusal is believed without a proof, because who does not know the code cannot give
/// one; all that it does is to end the attempt.
/// </summary>
internal sealed class Enroller
{
    private const int MostMachine = 100;
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);
    private readonly EnrolmentStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _patience;
    private bool _wasBusy;

    /// <param name="store">Where it goes.</param>
    /// <param name="patience">How long to ask.</param>
    /// <param name="time">For waits.</param>
    /// <param name="logger">Where to tell.</param>
    internal Enroller(EnrolmentStore store, TimeSpan patience, TimeProvider time, ILogger<Enroller>? logger = null) =>
        (_store, _patience, _time, _logger) = (store, patience, time, logger ?? NullLogger<Enroller>.Instance);

    /// <summary>Why the last try came to nothing and another one follows; null = none did.</summary>
    internal string? Trouble { get; private set; }

    /// <param name="code">The code.</param>
    /// <param name="told">
    /// Hears of each step as it begins; of <see cref="EnrolmentStep.ReachingHub"/> at every try.
    /// </param>
    /// <param name="cancellation">Ends the attempt.</param>
    internal Task<EnrolmentOutcome> EnrolAsync(
        EnrolmentCode code, Action<EnrolmentStep> told, CancellationToken cancellation) =>
        EnrolAsync(code, told, replace: false, cancellation);

    /// <param name="code">The code.</param>
    /// <param name="told">As above.</param>
    /// <param name="replace">Whether the gate may be somebody already, and becomes somebody else.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    internal async Task<EnrolmentOutcome> EnrolAsync(
        EnrolmentCode code, Action<EnrolmentStep> told, bool replace, CancellationToken cancellation)
    {
        (Trouble, _wasBusy) = (null, false);
        try
        {
            if (_store.Read() is { } enrolled && !replace)
                return Failed(EnrolmentFailures.AlreadyEnrolled, enrolled.Gate);
            told(EnrolmentStep.MakingKey);
            using var key = TakeKey(code);
            var outcome = await AskUntilAnsweredAsync(code, key, told, replace, cancellation);
            Tell(outcome);
            return outcome;
        }
        catch (EnrolmentStoreException e)
        {
            Log.NotStored(_logger, e.Message);
            return Failed(EnrolmentFailures.NotStored, e.Message);
        }
    }

    /// <summary>The key of an attempt that got no answer, or a new one; durable before anybody hears of it.</summary>
    private ECDsa TakeKey(EnrolmentCode code)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (_store.ReadPending() is { } pending && pending.Id == code.Id)
            key.ImportFromPem(pending.Key);
        else
            _store.Keep(new PendingClaim(code.Id, key.ExportPkcs8PrivateKeyPem()));
        return key;
    }

    private async Task<EnrolmentOutcome> AskUntilAnsweredAsync(
        EnrolmentCode code, ECDsa key, Action<EnrolmentStep> told, bool replace, CancellationToken cancellation)
    {
        var secret = code.Key();
        var request = Request(key);
        try
        {
            return await Retrying().ExecuteAsync(
                async ending => await AskOnceAsync(code, secret, request, key, told, replace, ending), cancellation);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return Failed(_wasBusy ? EnrolmentReasons.Busy : EnrolmentFailures.Unreachable, Trouble ?? Reason(e));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private ResiliencePipeline Retrying() => new ResiliencePipelineBuilder { TimeProvider = _time }
        .AddTimeout(_patience)
        .AddRetry(new Polly.Retry.RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = LongestWait,
            UseJitter = true,
            ShouldHandle = static arguments => ValueTask.FromResult(
                !arguments.Context.CancellationToken.IsCancellationRequested && IsTrouble(arguments.Outcome.Exception)),
            OnRetry = arguments =>
            {
                Trouble = Reason(arguments.Outcome.Exception!);
                _wasBusy = arguments.Outcome.Exception is BusyException;
                Log.TryingAgain(_logger, Trouble, arguments.RetryDelay);
                return default;
            },
        })
        .AddTimeout(OneTry)
        .Build();

    private async Task<EnrolmentOutcome> AskOnceAsync(
        EnrolmentCode code, byte[] secret, byte[] request, ECDsa key, Action<EnrolmentStep> told, bool replace,
        CancellationToken cancellation)
    {
        told(EnrolmentStep.ReachingHub);
        using var channel = await ClaimChannel.OpenAsync(code, cancellation);
        told(EnrolmentStep.AwaitingCertificate);
        var proof = EnrolmentProof.OfGate(secret, channel.HubCertificate, request);
        var answer = await channel.AskAsync(code.Id, request, proof, cancellation);
        if (answer.Status is 429 or >= 500)
            throw new BusyException($"the hub is busy (HTTP {answer.Status})");
        if (answer.Status != 200)
            return Refused(answer);
        if (!EnrolmentProof.AreEqual(EnrolmentProof.OfHub(secret, request, answer.Body), answer.Proof))
            return Failed(EnrolmentFailures.NotTheHub);
        if (GrantCheck.Read(answer.Body, key, out var problem) is not { } grant)
            return Failed(EnrolmentFailures.UnusableAnswer, problem);
        told(EnrolmentStep.Storing);
        if (!_store.Enrol(grant, key.ExportPkcs8PrivateKeyPem(), replace))
            return Failed(EnrolmentFailures.AlreadyEnrolled, _store.Read()?.Gate);
        told(EnrolmentStep.Done);
        return new EnrolmentOutcome(grant.Gate, Fingerprint.Of(key.ExportSubjectPublicKeyInfo()));
    }

    private EnrolmentOutcome Refused(ClaimAnswer answer)
    {
        _store.ForgetPending();
        try
        {
            if (JsonSerializer.Deserialize(answer.Body, EnrolmentJson.Default.EnrolmentRefusal) is { Reason: { } reason } refusal)
            {
                return new EnrolmentOutcome(
                    null, null, reason, refusal.Gate,
                    refusal.At is { } at and > 0 and < 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
            }
        }
        catch (JsonException)
        {
            // No hub of ours speaks like that.
        }
        return Failed(EnrolmentFailures.NotTheHub, $"HTTP {answer.Status}");
    }

    private static byte[] Request(ECDsa key)
    {
        // The hub names the gate; what stands here is of no account.
        var csr = new CertificateRequest("CN=checkin-gate", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        var machine = new Board().Model;
        return JsonSerializer.SerializeToUtf8Bytes(new EnrolmentRequest(
            Convert.ToBase64String(csr), Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)), Usage.Version,
            machine is { Length: > MostMachine } ? machine[..MostMachine] : machine), EnrolmentJson.Default.EnrolmentRequest);
    }

    private void Tell(EnrolmentOutcome outcome)
    {
        if (outcome.Gate is { } gate)
            Log.Enrolled(_logger, gate, outcome.Fingerprint!);
        else
            Log.NotEnrolled(_logger, outcome.Failure!, outcome.Detail ?? "");
    }

    private static bool IsTrouble(Exception? e) => e is HttpRequestException or SocketException or IOException
        or AuthenticationException or TimeoutRejectedException or BusyException;

    private static string Reason(Exception e) => e is TimeoutRejectedException
        ? $"no answer within {OneTry.TotalSeconds:0} s" : e.InnerException is SocketException socket ? socket.Message : e.Message;

    private static EnrolmentOutcome Failed(string failure, string? detail = null) => new(null, null, failure, detail);

    private sealed class BusyException(string message) : Exception(message);
}

/// <summary>The steps that a technician sees.</summary>
internal enum EnrolmentStep { MakingKey, ReachingHub, AwaitingCertificate, Storing, Done }

/// <summary>How it ended.</summary>
/// <param name="Gate">The gate's id; null = it failed and nothing was changed.</param>
/// <param name="Fingerprint">Of its key, to be compared with what the hub shows.</param>
/// <param name="Failure">One of <see cref="EnrolmentFailures"/>, or a reason of the hub's; null = it succeeded.</param>
/// <param name="Detail">
/// What the system or the hub said to it: of <see cref="EnrolmentReasons.Used"/> the gate that used it, of
/// <see cref="EnrolmentFailures.AlreadyEnrolled"/> this gate's id; null = nothing more.
/// </param>
/// <param name="At">When the claim expired or was used, if that is the failure.</param>
internal sealed record EnrolmentOutcome(
    string? Gate, string? Fingerprint, string? Failure = null, string? Detail = null, DateTimeOffset? At = null);

/// <summary>Failures beside the hub's own reasons (<see cref="EnrolmentReasons"/>).</summary>
internal static class EnrolmentFailures
{
    /// <summary>No connection, or none that ends well.</summary>
    internal const string Unreachable = "unreachable";
    /// <summary>What answers does not know the code's secret: another hub, or somebody between.</summary>
    internal const string NotTheHub = "not_the_hub";
    /// <summary>
    /// The hub answered with something that this gate cannot use: it is of another version, or at fault.
    /// </summary>
    internal const string UnusableAnswer = "unusable_answer";
    /// <summary>The directory cannot be written.</summary>
    internal const string NotStored = "not_stored";
    /// <summary>This gate is in service already.</summary>
    internal const string AlreadyEnrolled = "already_enrolled";
}
