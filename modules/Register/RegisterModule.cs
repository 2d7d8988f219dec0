using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Register.Around;
using CoProd.Register.Capture;
using CoProd.Register.Cards;
using CoProd.Register.Contributions;
using CoProd.Register.Demo;
using CoProd.Register.Exchange;
using CoProd.Register.Groups;
using CoProd.Register.Import.OpenReferral;
using CoProd.Register.Innovations;
using CoProd.Register.Me;
using CoProd.Register.Parts;
using CoProd.Register.People;
using static CoProd.Register.Texts;

namespace CoProd.Register;

/// <summary>The ground the other modules stand on: innovations, people, groups and what ties them.</summary>
public sealed class RegisterModule : IModule
{
    /// <inheritdoc />
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        Permissions.Declare(module);
        Navigation(module);
        module.Routes(Innovations);
        module.Routes(People);
        module.Routes(Groups);
        module.Routes(Capture);
        module.Routes(Cards);
        module.Provides<IInnovationDirectory, InnovationDirectory>();
        module.Provides<INotes, Notes>();
        module.Publishes<InnovationChanged>();
        module.Publishes<PersonChanged>();
        module.Publishes<NoteTaken>();
        module.Publishes<NoteUndone>();
        module.Publishes<MustHold>();
        module.Provides<IRegistrar, Registrar>();
        module.Provides<IAskGate, RegisterAskGate>();
        module.Provides<IGoingAlong, RegisterGoingAlong>();
        Contributions(module);
        PersonalRecords.Declare(module);
    }

    private static void Contributions(IModuleBuilder module)
    {
        module.Contributes<ISearchSource, InnovationSearch>();
        module.Contributes<ISearchSource, GroupSearch>();
        module.Contributes<ISearchSource, PersonSearch>();
        module.Contributes<IWarningSource, CardWarnings>();
        module.Contributes<ITimelineSource, RegisterTimeline>();
        module.Contributes<IReportSource, RegisterReport>();
        module.Contributes<IPersonData, RegisterPersonData>();
        module.Contributes<IHoldsAgain, RegisterHolds>();
        module.Contributes<IPortability, RegisterPortability>();
        module.Contributes<IStaysBehind, RegisterStays>();
        module.Contributes<IRetentionRule, UndoneNotesRule>();
        module.Contributes<IModuleHealth, RegisterHealth>();
        module.Contributes<IExporter, InnovationCsvExport>();
        module.Contributes<IImporter, InnovationCsvImport>();
        module.Contributes<IExporter, GroupCsvExport>();
        module.Contributes<IImporter, GroupCsvImport>();
        module.Contributes<IExporter, PersonCsvExport>();
        module.Contributes<IImporter, PersonCsvImport>();
        module.Contributes<IImporter, OrganisationImport>();
        module.Contributes<IDemoData, RegisterDemo>();
    }

    private static void Navigation(IModuleBuilder module)
    {
        Entry(() => T["My page"], "/me", Permissions.Me, "user", 5);
        Entry(() => T["Innovations"], "/innovations", Permissions.See, "lightbulb", 10);
        Entry(() => T["People"], "/people", Permissions.People, "users", 20);
        Entry(() => T["Groups"], "/groups", Permissions.See, "users-round", 30);
        Link(() => T["People and groups"], "people", Permissions.See, "users", 10);
        Link(() => T["What was told"], "notes", Permissions.Words, "message-square-text", 20);
        Link(() => T["Edit"], "edit", Permissions.Record, "pencil", 90);
        Link(() => T["Withdraw"], "withdraw", Permissions.Record, "trash-2", 95);

        void Entry(Func<string> text, string path, string permission, string icon, int order) =>
            module.Navigation(Made(text, path, permission, icon, order));

        void Link(Func<string> text, string page, string permission, string icon, int order) =>
            module.InnovationLink(Made(text, "/innovations/{innovationId}/" + page, permission, icon, order));

        NavigationEntry Made(Func<string> text, string path, string permission, string icon, int order) =>
            new()
            {
                Text = text,
                Path = path,
                Permission = permission,
                Icon = icon,
                Order = order,
            };
    }

    private static void Innovations(IModuleRoutes routes)
    {
        routes.Page("/innovations", Permissions.See, InnovationList.Show);
        routes.Query("/api/innovations", Permissions.See, InnovationList.Answer);
        routes.Form(RegisterInnovation.Route);
        routes.Form(EditInnovation.Route);
        routes.Form(WithdrawInnovation.Route);
        routes.Page("/innovations/{innovationId:guid}/people", Permissions.See, AroundInnovation.Show);
        routes.Query("/api/innovations/{innovationId:guid}/people", Permissions.See, AroundInnovation.Answer);
        routes.Form(TakePart.Route);
        routes.Form(EndPart.Route);
        routes.Form(LinkGroup.Route);
        routes.Form(LinkGroup.EndRoute);
        routes.Form(RecordTie.Route);
        routes.Form(WithdrawTie.Route);
        routes.Form(WithdrawTie.AroundRoute);
    }

    private static void People(IModuleRoutes routes)
    {
        routes.Page("/people", Permissions.People, PersonList.Show);
        routes.Query("/api/people", Permissions.People, PersonList.Answer);
        routes.Form(RecordPerson.Route);
        routes.Page("/people/{personId:guid}", Permissions.People, PersonView.Show);
        routes.Query("/api/people/names", Permissions.People, Suggestions.People);
        routes.Query("/api/people/{personId:guid}", Permissions.People, PersonView.Answer);
        routes.Form(EditPerson.Route);
        routes.Form(WithdrawPerson.Route);
        routes.Form(MergePerson.Route);
        routes.Form(SetContactState.Route);
        routes.Form(GiveConsent.Route);
        routes.Form(WithdrawConsent.Route);
        routes.Page("/me", Permissions.Me, MyRecord.Show);
        routes.Form(SetMyPause.Route);
        routes.Form(LiftMyPause.Route);
        routes.Form(LiftedStop.Mine);
        routes.Form(LiftedStop.InWriting);
    }

    private static void Cards(IModuleRoutes routes)
    {
        routes.Form(GiveCard.Route);
        routes.Page("/people/{personId:guid}/cards/{cardId:guid}", Permissions.People, GiveCard.ShowOne);
        routes.Form(EndCard.Route);
        routes.Page("/people/told", Permissions.People, ReadCardWords.Show);
        routes.Form(ReadCardWords.Route);
        routes.Form(OpenCard.Route);
        routes.Page("/open/card/{code}", Permission.Anyone, OpenCard.Show);
        routes.Form(TellByCard.Did);
        routes.Form(TellByCard.Ring);
        routes.Form(TellByCard.Pause);
    }

    private static void Groups(IModuleRoutes routes)
    {
        routes.Page("/groups", Permissions.See, GroupList.Show);
        routes.Query("/api/groups", Permissions.See, GroupList.Answer);
        routes.Form(RecordGroup.Route);
        routes.Page("/groups/{groupId:guid}", Permissions.See, GroupView.Show);
        routes.Query("/api/groups/names", Permissions.See, Suggestions.Groups);
        routes.Query("/api/groups/{groupId:guid}", Permissions.See, GroupView.Answer);
        routes.Form(EditGroup.Route);
        routes.Form(WithdrawGroup.Route);
        routes.Form(MergeGroup.Route);
        routes.Form(AddMember.Route);
        routes.Form(EndMembership.Route);
    }

    private static void Capture(IModuleRoutes routes)
    {
        routes.Form(TellWhatHappened.Route);
        routes.Query("/api/notes/names", Permissions.Note, NamesThere.Suggest);
        routes.Page("/capture/{noteId:guid}", Permissions.Words, NoteView.Show);
        routes.Form(UndoNote.Route);
        routes.Form(TypeInSheet.Route);
        routes.Page("/innovations/{innovationId:guid}/sheet/print", Permissions.People, TypeInSheet.Print);
        routes.Page("/innovations/{innovationId:guid}/notes", Permissions.Words, NoteView.ShowAll);
        routes.Query("/api/innovations/{innovationId:guid}/notes", Permissions.Words, NoteView.Answer);
    }
}
