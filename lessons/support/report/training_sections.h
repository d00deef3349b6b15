#pragma once

#include "datasets/dataset.h"
#include "lessons/support/json_report.h"
#include "lessons/support/report/report.h"
#include "lessons/support/test_answers.h"
#include "lessons/support/training_data.h"

#include <string>
#include <vector>

// The parts of a report that lessons which train have in common.
namespace stepgrad::lessons {

/// The closing table and, where the runs have them, the learning curves: accuracy and loss, and of
/// a long training the accuracy in its second half.
ReportSection learning_section(const std::string& heading, const std::vector<Run>& runs);

/// Trainable parameters of each run, body and head.
ReportSection budget_section(const std::vector<Run>& runs);

/// Which class was taken for which, and the mistakes as pictures.
///
/// input   name: of the network
///         dataset: the one that the answers are about
ReportSection answers_section(const std::string& name, const TestAnswers& answers,
                              const Dataset& dataset);

/// A page with what every lesson that trains has to say about its data.
Report training_page(const std::string& title, const std::string& idea,
                     const std::string& do_not_conclude, const TrainingData& data,
                     const TrainingOptions& options, const std::vector<ReportSection>& sections);

/// What such a lesson writes as JSON.
JsonReport training_results(const std::string& lesson, const TrainingData& data,
                            const TrainingOptions& options, const std::vector<Run>& runs,
                            const std::vector<Claim>& claims);

}  // namespace stepgrad::lessons
