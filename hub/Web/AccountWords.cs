using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Web;

/// <summary>What the pages of people say, in one language.</summary>
public sealed partial record AccountWords
{
    // Signing in.
    public required string SignIn { get; init; }
    public required string SignOut { get; init; }
    public required string SignedOut { get; init; }
    public required string SessionOver { get; init; }
    public required string Name { get; init; }
    public required string NameHint { get; init; }
    public required string Password { get; init; }
    public required string PasswordHint { get; init; }
    public required string NewPassword { get; init; }
    public required string AgainPassword { get; init; }
    public required string NotTheSame { get; init; }
    public required string WithPasskey { get; init; }
    public required string PasskeyBrief { get; init; }
    public required string PasskeyNeedsScript { get; init; }
    public required string PasskeyNeedsName { get; init; }
    public required string PasskeyFailed { get; init; }
    public required string PasskeyStopped { get; init; }
    public required string WithProvider { get; init; }
    public required string SignInRefused { get; init; }
    public required string CodeRefused { get; init; }
    public required string ProofRefused { get; init; }
    public required string WaitFor { get; init; }
    public required string TooManyAtOnce { get; init; }
    public required string Forgotten { get; init; }
    public required string NobodyYet { get; init; }
    public required string NobodyYetNext { get; init; }

    // The second factor.
    public required string SecondFactor { get; init; }
    public required string SecondStep { get; init; }
    public required string Code { get; init; }
    public required string CodeHint { get; init; }
    public required string Continue { get; init; }
    public required string RecoveryCode { get; init; }
    public required string RecoveryHint { get; init; }
    public required string UseRecovery { get; init; }
    public required string UseCode { get; init; }
    public required string UsePasskey { get; init; }
    public required string AnotherPerson { get; init; }

    // Links that work once.
    public required string Welcome { get; init; }
    public required string SetupFirst { get; init; }
    public required string SetupInvited { get; init; }
    public required string SetupReset { get; init; }
    public required string ChooseName { get; init; }
    public required string SetupByProvider { get; init; }
    public required string LinkGone { get; init; }
    public required string LinkGoneNext { get; init; }
    public required string OpenTitle { get; init; }
    public required string OpenWhat { get; init; }
    public required string OpenDo { get; init; }
    public required string OpenGoneNext { get; init; }

    // Setting up the second factor.
    public required string FactorTitle { get; init; }
    public required string FactorWhy { get; init; }
    public required string FactorOptional { get; init; }
    public required string FactorApp { get; init; }
    public required string FactorAppHow { get; init; }
    public required string FactorAppTyped { get; init; }
    public required string FactorQr { get; init; }
    public required string FactorPasskey { get; init; }
    public required string FactorPasskeyHow { get; init; }
    public required string FactorLater { get; init; }
    public required string FactorConfirm { get; init; }
    public required string RecoveryTitle { get; init; }
    public required string RecoveryWhat { get; init; }
    public required string RecoveryFor { get; init; }
    public required string RecoveryKept { get; init; }
    public required string RecoveryPrint { get; init; }

    // The own account.
    public required string Account { get; init; }
    public required string SignedInAs { get; init; }
    public required string Operator { get; init; }
    public required string OperatorAccount { get; init; }
    public required string MyRoles { get; init; }
    public required string ChangePassword { get; init; }
    public required string CurrentPassword { get; init; }
    public required string ChangePasswordWhat { get; init; }
    public required string Passkeys { get; init; }
    public required string PasskeyName { get; init; }
    public required string PasskeyNameHint { get; init; }
    public required string AddPasskey { get; init; }
    public required string Passkey { get; init; }
    public required string NoPasskeys { get; init; }
    public required string AppIsSet { get; init; }
    public required string AppIsNotSet { get; init; }
    public required string SetUpApp { get; init; }
    public required string ReplaceApp { get; init; }
    public required string RecoveryLeft { get; init; }
    public required string NewRecovery { get; init; }
    public required string Sessions { get; init; }
    public required string ThisSession { get; init; }
    public required string Browser { get; init; }
    public required string Address { get; init; }
    public required string Began { get; init; }
    public required string LastUsed { get; init; }
    public required string EndSession { get; init; }
    public required string EndOthers { get; init; }
    public required string Linked { get; init; }
    public required string LinkedTo { get; init; }
    public required string LinkProvider { get; init; }
    public required string LinkWhat { get; init; }
    public required string Unlink { get; init; }
    public required string Added { get; init; }
    public required string Remove { get; init; }
    public required string Never { get; init; }

    // People.
    public required string Audit { get; init; }
    public required string Updates { get; init; }
    public required string People { get; init; }
    public required string Person { get; init; }
    public required string RoleLabel { get; init; }
    public required string Roles { get; init; }
    public required string Where { get; init; }
    public required string WholeHub { get; init; }
    public required string PeopleNone { get; init; }
    public required string PeopleNoneNext { get; init; }
    public required string Invite { get; init; }
    public required string InviteWhat { get; init; }
    public required string InviteDo { get; init; }
    public required string InviteTitle { get; init; }
    public required string LinkOnce { get; init; }
    public required string LinkQr { get; init; }
    public required string FullName { get; init; }
    public required string FullNameHint { get; init; }
    public required string Node { get; init; }
    public required string NodeHint { get; init; }
    public required string NodeHintOwn { get; init; }
    public required string GiveRole { get; init; }
    public required string TakeRole { get; init; }
    public required string NoRoles { get; init; }
    public required string NoRolesBrief { get; init; }
    public required string NoSessions { get; init; }
    public required string PeopleNoun { get; init; }
    public required string Standing { get; init; }
    public required string StandingActive { get; init; }
    public required string StandingInvited { get; init; }
    public required string StandingReset { get; init; }
    public required string HasFactor { get; init; }
    public required string HasNoFactor { get; init; }
    public required string LastSignIn { get; init; }
    public required string Reset { get; init; }
    public required string ResetBrief { get; init; }
    public required string ResetTitle { get; init; }
    public required string ResetWhat { get; init; }
    public required string ResetWho { get; init; }
    public required string EndSessions { get; init; }
    public required string RemoveTitle { get; init; }
    public required string RemoveWhat { get; init; }
    public required string RemoveKept { get; init; }
    public required string RemoveDo { get; init; }
    public required string NoSuchPerson { get; init; }

    // Tokens.
    public required string Tokens { get; init; }
    public required string Token { get; init; }
    public required string TokensWhat { get; init; }
    public required string TokensNone { get; init; }
    public required string TokenNew { get; init; }
    public required string TokenName { get; init; }
    public required string TokenNameHint { get; init; }
    public required string TokenDays { get; init; }
    public required string TokenDaysHint { get; init; }
    public required string TokenOnce { get; init; }
    public required string TokenUse { get; init; }
    public required string TokenEnds { get; init; }
    public required string TokenOf { get; init; }
    public required string TokenOver { get; init; }
    public required string Withdraw { get; init; }
    public required string WithdrawTitle { get; init; }
    public required string WithdrawWhat { get; init; }

    // Asked again, and refused.
    public required string ConfirmYou { get; init; }
    public required string ConfirmYouWhat { get; init; }
    public required string ConfirmPassword { get; init; }
    public required string Forbidden { get; init; }
    public required string ForbiddenWhat { get; init; }
    public required string ForbiddenAs { get; init; }

    // The provider outside.
    public required string ProviderUnknown { get; init; }
    public required string ProviderFailed { get; init; }

    // What was done.
    public required string DonePassword { get; init; }
    public required string DoneFactor { get; init; }
    public required string DonePasskey { get; init; }
    public required string DonePasskeyGone { get; init; }
    public required string DoneSession { get; init; }
    public required string DoneSessions { get; init; }
    public required string DoneGrants { get; init; }
    public required string DoneRemoved { get; init; }
    public required string DoneEnded { get; init; }
    public required string DoneWithdrawn { get; init; }
    public required string DoneLinked { get; init; }
    public required string DoneUnlinked { get; init; }

    // Roles.
    public required string RoleViewer { get; init; }
    public required string RoleSiteManager { get; init; }
    public required string RoleTechnician { get; init; }
    public required string RoleGuard { get; init; }
    public required string RoleTracingOfficer { get; init; }
    public required string RoleAuditor { get; init; }
    public required string RoleAdministrator { get; init; }
    public required string RoleViewerDoes { get; init; }
    public required string RoleSiteManagerDoes { get; init; }
    public required string RoleTechnicianDoes { get; init; }
    public required string RoleGuardDoes { get; init; }
    public required string RoleTracingOfficerDoes { get; init; }
    public required string RoleAuditorDoes { get; init; }
    public required string RoleAdministratorDoes { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static AccountWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    public string RoleOf(Role role) => role switch
    {
        Role.Viewer => RoleViewer,
        Role.SiteManager => RoleSiteManager,
        Role.Technician => RoleTechnician,
        Role.Guard => RoleGuard,
        Role.TracingOfficer => RoleTracingOfficer,
        Role.Auditor => RoleAuditor,
        _ => RoleAdministrator,
    };

    /// <summary>What somebody in that role does, in a few words.</summary>
    public string DoesOf(Role role) => role switch
    {
        Role.Viewer => RoleViewerDoes,
        Role.SiteManager => RoleSiteManagerDoes,
        Role.Technician => RoleTechnicianDoes,
        Role.Guard => RoleGuardDoes,
        Role.TracingOfficer => RoleTracingOfficerDoes,
        Role.Auditor => RoleAuditorDoes,
        _ => RoleAdministratorDoes,
    };
}
