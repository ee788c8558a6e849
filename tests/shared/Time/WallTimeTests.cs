using CheckIn.Fixtures;

namespace CheckIn.Shared.Tests.Time;

/// <summary>
/// Wall time is data: it is stamped, shown and stored, and decides about nothing that lasts. Whoever asks for it is
/// named here with what for, and no duration, liveness or retention is among that.
/// </summary>
public sealed class WallTimeTests
{
    private static readonly Dictionary<string, string> Askers = new()
    {
        ["device/Clock/GateClock.cs"] = "the stamp, with its quality",
        ["device/Commands/LogRing.cs"] = "the stamp of a line",
        ["device/Identity/DecommissionCommand.cs"] = "the stamp of a wiped gate",
        ["device/Identity/LeavingGate.cs"] = "the stamp of a wiped gate",
        ["device/Journal/Salvage/JournalSalvage.cs"] = "a file's name",
        ["device/Keys/GateKeys.cs"] = "the calendar day of keys, by the gate's clock; a day never goes back",
        ["hub/Accounts/AccountDesk.cs"] = "when a person was added, stored; the audit's stamp",
        ["hub/Accounts/AccountSetup.cs"] = "whether a link is still good, as it says itself; the audit's stamp",
        ["hub/Accounts/ExternalIdentities.cs"] = "when an account was linked, stored; the audit's stamp",
        ["hub/Accounts/GrantNodes.cs"] = "which day it is, for nodes that ended",
        ["hub/Accounts/OneTimeLinks.cs"] = "until when a link is good, as it says itself; the audit's stamp",
        ["hub/Accounts/OwnFactors.cs"] = "the audit's stamp",
        ["hub/Accounts/PasskeyBook.cs"] = "the audit's stamp",
        ["hub/Accounts/Proofs.cs"] = "codes of a generator follow wall time",
        ["hub/Accounts/RefusalLedger.cs"] = "the audit's stamp",
        ["hub/Accounts/SecondFactors.cs"] = "codes of a generator follow wall time; the audit's stamp",
        ["hub/Accounts/SessionBook.cs"] = "when a session was begun, shown",
        ["hub/Accounts/SightBook.cs"] = "which day it is, for nodes that ended",
        ["hub/Accounts/SignInDesk.cs"] = "when somebody signed in, stored; the audit's stamp",
        ["hub/Accounts/TokenBook.cs"] = "until when a token is good, as it says itself; when it was used, shown; the audit's stamp",
        ["hub/Accounts/Api/TokensApi.cs"] = "which tokens have expired, shown",
        ["hub/Alerts/AlertTexts.cs"] = "which day it is, for times of today told without their day",
        ["hub/Alerts/AlertApi.cs"] = "when a snooze ends, asked for by the wall clock",
        ["hub/Notices/Channels/WebhookChannel.cs"] = "when a webhook is sent, signed",
        ["hub/Notices/NoticeDesk.cs"] = "the stamp of a change, told; the audit's stamp",
        ["hub/Notices/NoticeSender.cs"] = "the stamp of a message",
        ["hub/Notices/RecipientLane.cs"] = "the stamp of a message; the time of day, for quiet hours; until when a snooze is, as it says itself",
        ["hub/Notices/Recipients.cs"] = "when a recipient was added, stored; the audit's stamp",
        ["hub/Alerts/AlertDesk.cs"] = "when an alert was raised, cleared or answered, stored; the end of a snooze, asked for by it",
        ["hub/Audit/AuditKeeper.cs"] = "when a broken chain was found, stored",
        ["hub/Audit/AuditSealer.cs"] = "when the audit was sealed, stored",
        ["hub/Authority/CertificateAuthority.cs"] = "from when and until when a certificate is good",
        ["hub/Authority/CertificateMetrics.cs"] = "until when a certificate is good",
        ["hub/Authority/Commands/AuthorityPage.cs"] = "until when a certificate is good, shown",
        ["hub/Authority/GateIdentities.cs"] = "when a certificate was first used or revoked, stored",
        ["hub/Authority/GateTls.cs"] = "until when a certificate is good",
        ["hub/Authority/OwnServerCertificate.cs"] = "until when a certificate is good",
        ["hub/Authority/PemCertificate.cs"] = "until when a certificate is good",
        ["hub/Backups/BackupKeeper.cs"] = "how old the last backup is, as it says itself; the audit's stamp",
        ["hub/Backups/BackupMaker.cs"] = "when a backup was made, stored",
        ["hub/Backups/Restoring.cs"] = "when a backup was put back, stored",
        ["hub/Broker/BrokerFile.cs"] = "what expired while the hub was down, never more than is left; a file's name",
        ["hub/Broker/ExternalBroker.cs"] = "the hub's state",
        ["hub/Broker/Mosquitto/ServerFiles.cs"] = "until when a certificate is good",
        ["hub/Broker/Mosquitto/ServerKeeper.cs"] = "until when a certificate is good; who was revoked before the hub's own start",
        ["hub/Broker/SessionTable.cs"] = "what expired while the hub was down, never more than is left",
        ["hub/Commands/CommandDesk.cs"] = "when a command was given and answered, stored; how long its rows are kept; the audit's stamp",
        ["hub/Commands/CommandPost.cs"] = "when a command was given, told",
        ["hub/Commands/CommandReach.cs"] = "which day it is, for nodes that ended",
        ["hub/Desk/DeskBook.cs"] = "which day it is at a site; whose passes are believed; the audit's stamp",
        ["hub/Enrolment/AdminApi.cs"] = "until when a code is good, shown",
        ["hub/Desired/DesiredDesk.Changing.cs"] = "when settings were changed, stored; the audit's stamp",
        ["hub/Desired/DesiredGates.cs"] = "numbers that never come again; since when a gate differs, stored and shown",
        ["hub/Desired/DesiredWatch.cs"] = "how the tree of places is today",
        ["hub/Desired/LayerShelf.cs"] = "how the tree of places is today",
        ["hub/Enrolment/ClaimTaker.cs"] = "until when a code is good, as it says itself; the hub's time, told",
        ["hub/Enrolment/Commands/CodeShow.cs"] = "until when a code is good, shown",
        ["hub/Enrolment/EnrolmentDesk.cs"] = "until when a code is good, as it says itself; the audit's stamp",
        ["hub/Enrolment/LanePlans.cs"] = "when a plan was saved, stored",
        ["hub/Enrolment/Renewals.cs"] = "when a certificate was issued, stored",
        ["hub/Events/EventMinutes.cs"] = "in which minute events were stored, shown",
        ["hub/Events/EventWriter.cs"] = "received_at",
        ["hub/Fleet/FleetRegistry.Copies.cs"] = "the audit's stamp",
        ["hub/Fleet/FleetRegistry.Kept.cs"] = "since when a gate was gone before the hub's start, shown",
        ["hub/Fleet/FleetRegistry.Settings.cs"] = "when that was noticed, told",
        ["hub/Fleet/FleetRegistry.cs"] = "since, last seen and the clocks' difference, shown",
        ["hub/Fleet/History/HealthHistory.cs"] = "in which quarter of an hour a gate told its figures, stored",
        ["hub/Fleet/HubAnnouncement.cs"] = "the hub's state",
        ["hub/Fleet/Offline/HubWatch.cs"] = "when the hub was there, stored; a clock that was set begins anew",
        ["hub/Fleet/Offline/OfflineApi.cs"] = "the day that is asked for",
        ["hub/Fleet/Offline/OfflineDesk.Reports.cs"] = "the day of a report, as far as it has passed",
        ["hub/Fleet/Offline/OfflineDesk.cs"] = "since when a gate is known that no row tells of, stored",
        ["hub/Fleet/Offline/OfflineKeeper.cs"] = "rows of days long past",
        ["hub/HomeAssistant/DiscoveryKeeper.cs"] = "how the tree of places is today",
        ["hub/Keys/Commands/KeysPage.cs"] = "the calendar day of keys, shown",
        ["hub/Keys/KeyRing.cs"] = "the calendar day of keys",
        ["hub/Metrics/FleetMetrics.cs"] = "which orders hold now, shown",
        ["hub/Modes/Commands/Moments.cs"] = "until when an order holds that is given for so long",
        ["hub/Modes/ModeDesk.cs"] = "from when and until when an order holds, stored and told; the audit's stamp",
        ["hub/Rollouts/RolloutDesk.Keeping.cs"] = "when a rollout was last another, stored; the audit's stamp",
        ["hub/Rollouts/RolloutDesk.cs"] = "when a rollout began, stored",
        ["hub/Rollouts/RolloutGates.cs"] = "how the tree of places is today",
        ["hub/Updates/GateUpdates.cs"] = "when a gate said how far it is, stored",
        ["hub/Updates/PackageStore.cs"] = "when a package was added, stored; the audit's stamp",
        ["hub/Updates/Releasing/ReleaseCommand.cs"] = "when a package was made, written in it",
        ["hub/Sites/Api/MaintenanceApi.cs"] = "when work begins that begins now; which is over, shown",
        ["hub/Sites/Api/NodesApi.cs"] = "how things are today, shown",
        ["hub/Sites/Api/SitesApi.cs"] = "whether a place is open, shown",
        ["hub/Sites/Commands/MaintenanceCommand.cs"] = "when work begins that begins now",
        ["hub/Sites/Deploying/DeploymentDesk.cs"] = "for how many opening hours and days nobody scanned, by events' own times",
        ["hub/Sites/SiteRegister.cs"] = "the audit's stamp; which announced work is over",
        ["device/Admission/Explain/ExplainCommand.cs"] = "the moment for which a decision is explained",
        ["device/Lists/GateLists.cs"] = "when a list came and was confirmed, stored; its age, shown",
        ["device/Visits/MusterCommand.cs"] = "which day it is at the site, for the tags of today",
        ["hub/Cards/CardDesk.cs"] = "when a list of cards was changed, stored; the audit's stamp",
        ["hub/Desired/DesiredTeller.cs"] = "the day whose tree of places says where a gate stands",
        ["hub/Lists/ListBook.cs"] = "when a list was made, stored",
        ["hub/Passes/PassApi.cs"] = "from when and until when a key is good, shown",
        ["hub/Passes/PassDesk.cs"] = "when a pass was issued and revoked, stored; the audit's stamp",
        ["hub/Passes/PassIssuers.cs"] = "from when and until when a key is good",
        ["hub/Registrations/RegistrationDesk.cs"] = "when a place was registered and decided, stored; what waited too long; the audit's stamp",
        ["hub/Passes/PassLists.cs"] = "which revoked passes have expired, as they say themselves",
        ["hub/Visitors/InvitationApi.cs"] = "from when an invitation is good that begins now; which is over, shown",
        ["hub/Visitors/InvitationDesk.cs"] = "when an invitation was made and revoked, stored; the audit's stamp",
        ["hub/Visitors/VisitorDesk.cs"] = "until when invitations and passes are good, as they say themselves; when somebody declared, stored",
        ["hub/Visitors/VisitorErasure.cs"] = "whose days are over, by when their passes ended",
        ["hub/Venues/PosterDesk.cs"] = "when a poster was made, stored; the audit's stamp",
        ["hub/Venues/VenueEvent.cs"] = "the stamp of what is recorded at a poster, with its quality",
        ["hub/Venues/VenueRecorder.cs"] = "when a page was asked for, as its form says itself",
        ["hub/Venues/VenueRules.cs"] = "which day it is, for nodes that ended",
        ["hub/Visits/VisitBook.cs"] = "which day it is at a site, for the tags of today",
        ["hub/Web/EnrolPages.cs"] = "until when a code is good, shown",
        ["hub/Web/GatePages.cs"] = "until when a certificate is good, shown",
        ["hub/Web/GateRows.cs"] = "the moment of which a page tells, shown",
        ["hub/Web/OpenId/ProviderHandler.cs"] = "until when an answer of the provider is good, as it says itself",
        ["hub/Web/Visitors/VisitorPassPages.cs"] = "the hub's time, told to phones; whether a pass has ended",
        ["hub/Web/WebPages.cs"] = "the moment of which a page tells, shown",
    };

    [Fact]
    public void Nobody_else_asks_for_wall_time()
    {
        var root = Executables.Repository!;
        var found = new[] { "device", "hub", "shared" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(root, room), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Name: Path.GetRelativePath(root, file).Replace('\\', '/'), file))
            .Where(file => !file.Name.Contains("/obj/", StringComparison.Ordinal)
                && !file.Name.Contains("/bin/", StringComparison.Ordinal)
                && Asks(File.ReadAllText(file.file)))
            .Select(file => file.Name).Order(StringComparer.Ordinal);
        Assert.Equal(Askers.Keys.Order(StringComparer.Ordinal), found);
    }

    private static bool Asks(string source) => new[] { ".GetUtcNow(", ".GetLocalNow(", "'now'", "CURRENT_TIMESTAMP" }
        .Any(word => source.Contains(word, StringComparison.Ordinal));
}
